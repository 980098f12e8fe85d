/* Puts the other version into the form, part by part, so that Ctrl+Z brings one's own back. */
(() => {
  "use strict";
  document.querySelectorAll("[data-conflict]").forEach((section) => {
    section.querySelectorAll("[data-take]").forEach((button) => {
      const field = document.querySelector(`form [name="${button.dataset.take}"]`);
      const isText = field?.matches("textarea, input:not([type=hidden])");
      button.hidden = !isText;
      button.addEventListener("click", () => {
        const whole = section.querySelector(`[data-whole="${button.dataset.take}"]`);
        field.focus();
        field.select();
        const text = whole ? whole.value : button.dataset.value;
        if (!document.execCommand("insertText", false, text)) field.value = text;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      });
    });
    section.focus();
  });
})();
