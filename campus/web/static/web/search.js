// Owns the suggestions under the catalogue's search field: an editable combobox with a list
// (ARIA Authoring Practices). Without this script the field is a plain one and the form does all.
(() => {
  "use strict";
  const box = document.querySelector("[data-suggestions]");
  const field = box && box.querySelector("input");
  if (!field) return;
  const LEAST = 2;
  const PAUSE = 150;
  const known = new Map();
  const language = document.documentElement.lang;
  const list = document.createElement("ul");
  const told = document.createElement("p");
  let timer = null;
  let asking = null;
  let active = -1;

  list.id = "suggestions";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.label);
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  box.append(list, told);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  const options = () => [...list.children];

  function close() {
    list.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    const all = options();
    active = all.length ? (index + all.length) % all.length : -1;
    all.forEach((one, number) => one.setAttribute("aria-selected", String(number === active)));
    if (active < 0) return;
    field.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  }

  function option(title, address, number, words = {}) {
    const item = document.createElement("li");
    const text = document.createElement("span");
    item.id = `suggestion-${number}`;
    item.className = "suggestions__item";
    item.dataset.address = address;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    text.textContent = title;
    if (words.language) text.lang = words.language;
    item.append(text);
    if (words.kind) {
      const kind = document.createElement("span");
      kind.className = "suggestions__kind";
      kind.textContent = words.kind;
      item.append(kind);
    }
    return item;
  }

  function show(found) {
    const skills = found.skills.map((skill, number) =>
      option(
        skill.title[language] || skill.title.fr || Object.values(skill.title)[0] || skill.key,
        `?skill=${encodeURIComponent(skill.key)}`,
        number,
        { kind: box.dataset.skill },
      ),
    );
    const courses = found.courses.map((course, number) =>
      option(
        course.title,
        box.dataset.course.replace(/slug$/, encodeURIComponent(course.slug)),
        skills.length + number,
        { language: course.language },
      ),
    );
    const all = [...skills, ...courses];
    list.replaceChildren(...all);
    active = -1;
    field.removeAttribute("aria-activedescendant");
    list.hidden = !all.length;
    field.setAttribute("aria-expanded", String(all.length > 0));
    if (!all.length) told.textContent = "";
    else if (all.length === 1) told.textContent = box.dataset.one;
    else told.textContent = box.dataset.many.replace("{number}", all.length);
  }

  async function suggest() {
    const words = field.value.trim();
    if (words.length < LEAST) return close();
    if (known.has(words)) return show(known.get(words));
    if (asking) asking.abort();
    asking = new AbortController();
    try {
      const address = `${box.dataset.suggestions}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { signal: asking.signal, credentials: "omit" });
      if (!answer.ok) return close();
      known.set(words, await answer.json());
      if (field.value.trim() === words && document.activeElement === field) show(known.get(words));
    } catch {
      // Offline, or something newer was typed: the form works all the same.
    }
    return undefined;
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) suggest();
      else choose(event.key === "ArrowDown" ? active + 1 : Math.max(active, 0) - 1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      window.location.assign(options()[active].dataset.address);
    } else if (event.key === "Tab") {
      close();
    }
  });
  // Before the field loses the focus, so that the list is still there to be clicked.
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("[role=option]");
    event.preventDefault();
    if (item && event.button === 0) window.location.assign(item.dataset.address);
  });
  field.addEventListener("blur", () => {
    clearTimeout(timer);
    close();
  });
})();
