// Owns what a quiz gains from a script: putting in order by buttons or by dragging, answers saved
// as they are given, the time that is left, and practice that is answered at once. Without it the
// same forms work.
(() => {
  "use strict";

  // Putting in order: the list of places becomes two buttons, and dragging for whoever likes.
  function ordered(list) {
    const fieldset = list.closest("fieldset");
    const said = document.createElement("p");
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    list.after(said);

    const items = () => [...list.querySelectorAll("[data-choice]")];
    const text = (item) => item.querySelector(".order__text").textContent.trim();

    function mark() {
      const all = items();
      all.forEach((item, index) => {
        const [up, down] = item.querySelectorAll("button");
        up.setAttribute("aria-disabled", String(index === 0));
        down.setAttribute("aria-disabled", String(index === all.length - 1));
      });
    }

    function moved(item) {
      mark();
      said.textContent = `${text(item)}: ${list.dataset.moved.replace("%s", items().indexOf(item) + 1)}`;
      list.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function move(item, way) {
      const other = way < 0 ? item.previousElementSibling : item.nextElementSibling;
      if (!other) return;
      if (way < 0) other.before(item);
      else other.after(item);
      moved(item);
    }

    function button(item, way, label, sign) {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "order__move";
      made.textContent = sign;
      made.setAttribute("aria-label", `${label}: ${text(item)}`);
      made.addEventListener("click", () => {
        move(item, way);
        made.focus();
      });
      return made;
    }

    for (const item of items()) {
      const chosen = document.createElement("input");
      chosen.type = "hidden";
      chosen.name = `question-${fieldset.dataset.question}`;
      chosen.value = item.dataset.choice;
      const moves = document.createElement("span");
      moves.className = "order__moves";
      moves.append(
        button(item, -1, list.dataset.up, "↑"),
        button(item, 1, list.dataset.down, "↓"),
      );
      item.querySelector("select").remove();
      item.append(moves, chosen);
      item.draggable = true;
      item.addEventListener("dragstart", (event) => {
        event.dataTransfer.effectAllowed = "move";
        item.classList.add("order__item--dragged");
      });
      item.addEventListener("dragend", () => {
        item.classList.remove("order__item--dragged");
        moved(item);
      });
    }
    list.addEventListener("dragover", (event) => {
      const dragged = list.querySelector(".order__item--dragged");
      if (!dragged) return;
      event.preventDefault();
      const below = items().find((item) => {
        const box = item.getBoundingClientRect();
        return item !== dragged && event.clientY < box.top + box.height / 2;
      });
      if (below) below.before(dragged);
      else list.append(dragged);
    });
    mark();
  }

  const fields = (form) => [...form.querySelectorAll("fieldset[data-question]")];

  function given(field) {
    return [...field.querySelectorAll("[name^='question-']")]
      .filter((input) => !["checkbox", "radio"].includes(input.type) || input.checked)
      .map((input) => input.value)
      .filter(Boolean);
  }

  const answers = (form) =>
    Object.fromEntries(fields(form).map((field) => [field.dataset.question, given(field)]));

  function put(form, kept) {
    for (const field of fields(form)) {
      const values = kept[field.dataset.question];
      if (!values) continue;
      if (field.dataset.kind === "ordering") {
        const list = field.querySelector("[data-order]");
        for (const id of values) list.append(list.querySelector(`[data-choice="${CSS.escape(id)}"]`));
        continue;
      }
      for (const input of field.querySelectorAll("[name^='question-']")) {
        if (["checkbox", "radio"].includes(input.type)) input.checked = values.includes(input.value);
        else if (input.tagName === "SELECT")
          input.value = values.find((value) => [...input.options].some((o) => o.value === value)) || "";
        else input.value = values[0] || "";
      }
    }
  }

  function say(form, word) {
    const place = form.querySelector("[data-record-state]");
    place.textContent = form.dataset[word] || word;
  }

  async function post(form, address, body) {
    return fetch(address, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": form.elements.namedItem("csrfmiddlewaretoken").value,
      },
      body: JSON.stringify(body),
      credentials: "same-origin",
    });
  }

  // An attempt: each change is kept on the device, then saved; what could not be is tried again.
  // Only changes are sent: somebody of her team may be answering the other questions meanwhile.
  function attempt(form) {
    const key = `campus.attempt.${form.dataset.attempt}`;
    const known = answers(form);
    let isHandedIn = false;
    let timer = null;
    let wait = 2000;

    const changed = () =>
      Object.fromEntries(
        Object.entries(answers(form)).filter(
          ([question, values]) => JSON.stringify(values) !== JSON.stringify(known[question]),
        ),
      );

    function keep() {
      try {
        localStorage.setItem(key, JSON.stringify(changed()));
      } catch {
        // Storage is full or forbidden: the campus still keeps what it is sent.
      }
    }

    async function save() {
      if (isHandedIn) return;
      const sent = changed();
      say(form, "saving");
      let answer;
      try {
        answer = await post(form, form.dataset.save, { answers: sent });
      } catch {
        again();
        return;
      }
      if (answer.ok) {
        wait = 2000;
        Object.assign(known, sent);
        if (!Object.keys(changed()).length) localStorage.removeItem(key);
        say(form, "saved");
      } else if (answer.status === 409) {
        done();
      } else if (answer.status >= 500) {
        again();
      } else {
        say(form, "refused");
      }
    }

    function again() {
      say(form, "kept");
      later(wait);
      wait = Math.min(wait * 2, 60000);
    }

    function later(milliseconds) {
      clearTimeout(timer);
      timer = setTimeout(save, milliseconds);
    }

    function done() {
      isHandedIn = true;
      clearTimeout(timer);
      localStorage.removeItem(key);
      location.reload();
    }

    // A team's is handed in as it stands on the campus, with what is new or missing there from here.
    async function whole() {
      const mine = answers(form);
      if (!("team" in form.dataset)) return mine;
      const theirs = (await (await fetch(form.dataset.team)).json()).answers;
      const missing = Object.entries(mine).filter(([question]) => !(theirs[question] || []).length);
      return { ...Object.fromEntries(missing), ...changed() };
    }

    async function handIn() {
      isHandedIn = true;
      clearTimeout(timer);
      keep();
      let answer;
      try {
        answer = await post(form, form.dataset.submit, { answers: await whole() });
      } catch {
        answer = null;
      }
      if (answer && (answer.ok || answer.status === 409)) return done();
      isHandedIn = false;
      say(form, answer ? "refused" : "unsent");
      return null;
    }

    const kept = localStorage.getItem(key);
    if (kept) {
      try {
        put(form, JSON.parse(kept));
        later(0);
      } catch {
        localStorage.removeItem(key);
      }
    }
    form.querySelector("[data-save-button]").hidden = true;
    form.addEventListener("input", () => {
      keep();
      later(800);
    });
    form.addEventListener("change", () => {
      keep();
      later(300);
    });
    addEventListener("online", () => {
      wait = 2000;
      if (localStorage.getItem(key)) later(0);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      handIn();
    });
    const shown = form.querySelector("[data-timer]");
    if (shown) countDown(shown, handIn);
  }

  // The time that is left, counted from what the campus said: a device's clock may be wrong.
  function countDown(place, over) {
    const total = Number(place.dataset.timer);
    const began = performance.now();
    const shown = place.querySelector("[data-timer-shown]");
    const said = place.querySelector("[data-timer-said]");
    const marks = new Map([[300, "five"], [60, "one"], [0, "over"]].filter(([at]) => at < total));
    function tick() {
      const left = Math.max(0, Math.ceil(total - (performance.now() - began) / 1000));
      const [words, number] =
        left > 60 ? [place.dataset.minutes, Math.ceil(left / 60)] : [place.dataset.seconds, left];
      shown.textContent = words.replace("%s", number);
      for (const [at, word] of marks) {
        if (left > at) continue;
        marks.delete(at);
        said.textContent = place.dataset[word];
      }
      if (left === 0) {
        clearInterval(ticking);
        over();
      }
    }
    const ticking = setInterval(tick, 1000);
    tick();
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-order]").forEach(ordered);
    document.querySelectorAll("form[data-attempt]").forEach(attempt);
  });
})();
