/* Asks for the preview again when a field changes; says what cannot be shown. */
(() => {
  "use strict";
  const FIELDS = ["page", "headings", "texts", "paper", "main", "accent", "ink", "soft", "logo_place"];
  const BOXES = ["has_seal", "without_logo"];
  const WAIT = 250;

  const begin = () => {
    const place = document.querySelector(".template-preview");
    const form = document.querySelector("form [name=paper]")?.form;
    if (!place || !form) return;
    const image = place.querySelector("img");
    const said = place.querySelector("[role=status]");
    let waiting, newest = 0;

    const address = () => {
      const asked = new URLSearchParams({ of: place.dataset.of });
      for (const name of FIELDS) asked.set(name, form.elements[name].value);
      for (const name of BOXES) if (form.elements[name]?.checked) asked.set(name, "on");
      asked.set("name_shown", place.querySelector("[name=name_shown]:checked").value);
      return `${place.dataset.preview}?${asked}`;
    };

    const show = async () => {
      const mine = ++newest;
      const asked = address();
      place.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(asked, { credentials: "same-origin" });
        if (mine !== newest) return;
        if (answer.ok) {
          image.src = asked;
          said.textContent = "";
        } else if (answer.status === 400) {
          said.textContent = (await answer.json()).said;
        }
      } finally {
        if (mine === newest) place.removeAttribute("aria-busy");
      }
    };

    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, WAIT);
    };

    const start = place.querySelector(".template-preview-start");
    const themes = JSON.parse(document.getElementById("built-in-themes").textContent);
    start.hidden = false;
    start.querySelector("select").addEventListener("change", (event) => {
      const theme = themes[event.target.value];
      if (!theme) return;
      for (const name of FIELDS) if (name in theme) form.elements[name].value = theme[name];
      form.elements.has_seal.checked = theme.has_seal;
      soon();
    });
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    place.addEventListener("change", soon);
  };
  document.addEventListener("DOMContentLoaded", begin);
})();
