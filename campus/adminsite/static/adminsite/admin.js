/* Gives the skin's choice fields the name that their label says: select2 makes boxes without.
   Closes the menu of a page's actions by Escape, and when one looks elsewhere. */
(() => {
  "use strict";
  const name = (box) => {
    const select = box.closest(".select2-container")?.previousElementSibling;
    const label = select?.labels?.[0];
    const own = label ? label.textContent.trim().replace(/\*$/, "") : select?.getAttribute("aria-label");
    if (!own || box.hasAttribute("aria-label")) return;
    box.removeAttribute("aria-labelledby");
    const shown = box.querySelector(".select2-selection__rendered");
    const say = () => {
      box.setAttribute("aria-label", `${own} ${shown?.title || ""}`.trim());
      shown?.setAttribute("aria-label", own);
    };
    say();
    window.django?.jQuery?.(select).on("change", () => setTimeout(say));
  };
  const nameSearch = (field) => {
    const select = field.closest(".select2-container")?.previousElementSibling;
    const label = select?.labels?.[0];
    if (label && !field.hasAttribute("aria-label")) field.setAttribute("aria-label", label.textContent.trim().replace(/\*$/, ""));
  };
  const all = () => {
    document.querySelectorAll(".select2-selection[role=combobox]").forEach(name);
    document.querySelectorAll(".select2-search--inline .select2-search__field").forEach(nameSearch);
  };
  const menus = (keep) => document.querySelectorAll(".adminsite-menu[open]").forEach((one) => {
    if (!one.contains(keep)) one.open = false;
  });
  document.addEventListener("click", (event) => menus(event.target));
  document.addEventListener("focusin", (event) => menus(event.target));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.(".adminsite-menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("DOMContentLoaded", () => {
    all();
    new MutationObserver(all).observe(document.body, { childList: true, subtree: true });
  });
})();
