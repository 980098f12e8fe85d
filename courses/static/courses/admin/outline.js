/* The outline of a course: drag by pointer (mouse, pen, finger), keys, a lesson added in place.
   Each change sends the whole order once; the server refuses it if the outline changed meanwhile. */
(() => {
  "use strict";

  const start = (outline) => {
    const modules = outline.querySelector(".draft-modules");
    const said = outline.querySelector("[data-said]");
    const alert = outline.querySelector("[data-alert]");
    const token = outline.querySelector("[name=csrfmiddlewaretoken]").value;
    let stamp = outline.dataset.stamp, sent = "", queue = Promise.resolve(), isFrozen = false;

    const lessonsOf = (module) => [...module.querySelectorAll("[data-lesson]")];
    const all = (kind) => [...modules.querySelectorAll(`[data-${kind}]`)];
    const titleOf = (row) => row.querySelector(".draft-title").textContent;
    const moduleOf = (row) => row.closest("[data-module]");
    const say = (words) => { said.textContent = words; };

    const order = () => all("module").map((module) =>
      `${module.dataset.module}:${lessonsOf(module).map((row) => row.dataset.lesson).join(",")}`).join(";");

    const post = (address, fields) => fetch(address, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ ...fields, csrfmiddlewaretoken: token }),
    });

    /* Nothing moves any more until the page is loaded again: what is shown is not what is kept. */
    const warn = (words, freeze) => {
      alert.replaceChildren(words);
      if (!freeze) return;
      isFrozen = true;
      const link = document.createElement("a");
      Object.assign(link, { href: location.pathname, textContent: outline.dataset.reload });
      alert.append(" ", link);
    };

    const save = (words) => {
      settle();
      say(words);
      const wanted = order();
      if (wanted === sent || isFrozen) return;
      sent = wanted;
      queue = queue.then(async () => {
        if (isFrozen || wanted !== sent) return;  // a later order is on its way
        try {
          const answer = await post(outline.dataset.arrange, { order: wanted, stamp });
          const told = await answer.json();
          if (!answer.ok) return warn(told.detail, true);
          stamp = told.stamp;
          alert.replaceChildren();
          outline.dataset.kept = wanted;
          say(`${words} ${outline.dataset.saved}`);
        } catch {
          sent = "";
          warn(outline.dataset.failed, false);
        }
      });
    };

    const place = (row) => {
      const isModule = row.matches("[data-module]");
      const rows = isModule ? all("module") : lessonsOf(moduleOf(row));
      const words = outline.dataset.moved;
      return words.replace("{title}", titleOf(row)).replace("{place}", rows.indexOf(row) + 1)
        .replace("{count}", rows.length)
        .replace("{module}", isModule ? document.getElementById("outline-title").textContent : titleOf(moduleOf(row)));
    };

    /* The buttons at either end lead nowhere. */
    const settle = () => {
      for (const kind of ["module", "lesson"]) {
        const rows = all(kind);
        rows.forEach((row, number) => {
          row.querySelector(`[value^="up ${kind}"]`).disabled = number === 0;
          row.querySelector(`[value^="down ${kind}"]`).disabled = number === rows.length - 1;
        });
      }
    };

    const listOf = (module) => module.querySelector("[data-lessons]");
    const append = (module, row) => listOf(module).insertBefore(row, listOf(module).querySelector(".draft-empty"));

    const step = (row, way) => {
      const kind = row.matches("[data-module]") ? "module" : "lesson";
      const near = (one) => {
        const next = way < 0 ? one.previousElementSibling : one.nextElementSibling;
        return next?.matches(`[data-${kind}]`) ? next : null;
      };
      const neighbour = near(row);
      if (neighbour) way < 0 ? neighbour.before(row) : neighbour.after(row);
      else if (kind === "lesson") {
        const rows = all("module"), there = rows[rows.indexOf(moduleOf(row)) + way];
        if (!there) return;
        way < 0 ? append(there, row) : listOf(there).prepend(row);
      }
    };

    modules.addEventListener("keydown", (event) => {
      const way = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const row = way && event.target.closest("[data-lesson], [data-module]");
      if (!row || isFrozen || event.target.matches("input, select")) return;
      event.preventDefault();
      const focused = event.target;
      step(row, way);
      focused.focus();
      row.scrollIntoView({ block: "nearest" });
      save(place(row));
    });

    /* Drag */
    let dragged = null;

    const over = (x, y) => {
      const found = document.elementFromPoint(x, y);
      return found?.closest(".draft-modules") === modules ? found : null;
    };

    const below = (row, y) => {
      const box = row.getBoundingClientRect();
      return y > box.top + box.height / 2;
    };

    const dragLesson = (row, found, y) => {
      const other = found.closest("[data-lesson]");
      const module = found.closest("[data-module]");
      if (other && other !== row) below(other, y) ? other.after(row) : other.before(row);
      else if (!other && module && found.closest(".draft-module-row")) listOf(module).prepend(row);
      else if (!other && module && !module.contains(row)) append(module, row);
    };

    const dragModule = (row, found, y) => {
      const other = found.closest("[data-module]");
      if (other && other !== row) below(other, y) ? other.after(row) : other.before(row);
    };

    const follow = () => {
      if (!dragged) return;
      const { row, x, y } = dragged;
      const edge = 60, speed = y < edge ? -12 : y > innerHeight - edge ? 12 : 0;
      if (speed) scrollBy(0, speed);
      const found = over(x, y);
      if (found) row.matches("[data-module]") ? dragModule(row, found, y) : dragLesson(row, found, y);
      dragged.frame = requestAnimationFrame(follow);
    };

    const drop = (keep) => {
      if (!dragged) return;
      const { row, parent, next, handle, frame } = dragged;
      cancelAnimationFrame(frame);
      dragged = null;
      row.classList.remove("draft-dragged");
      outline.classList.remove("draft-dragging");
      if (!keep) parent.insertBefore(row, next);
      handle.focus();
      if (keep) save(place(row));
    };

    modules.addEventListener("pointerdown", (event) => {
      const handle = event.target.closest("[data-handle]");
      if (!handle || isFrozen || event.button !== 0) return;
      event.preventDefault();
      const row = handle.closest("[data-lesson], [data-module]");
      handle.setPointerCapture(event.pointerId);
      dragged = { row, handle, parent: row.parentNode, next: row.nextSibling, x: event.clientX, y: event.clientY };
      row.classList.add("draft-dragged");
      outline.classList.add("draft-dragging");
      dragged.frame = requestAnimationFrame(follow);
    });
    modules.addEventListener("pointermove", (event) => {
      if (dragged) Object.assign(dragged, { x: event.clientX, y: event.clientY });
    });
    modules.addEventListener("pointerup", () => drop(true));
    modules.addEventListener("pointercancel", () => drop(false));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") drop(false);
    });

    /* A lesson added in place */
    const add = async (form) => {
      const field = form.elements.title;
      const fields = Object.fromEntries(new FormData(form));
      try {
        const answer = await post(form.action, fields);
        const told = await answer.json();
        if (!answer.ok) return warn(told.detail, false);
        const held = document.createElement("ol");
        held.innerHTML = told.row;
        const row = held.firstElementChild;
        append(document.getElementById(`module-${form.dataset.new}`), row);
        show(row);
        outline.querySelector("[data-totals]").textContent = told.totals;
        row.closest("[data-module]").querySelector("[data-minutes]").textContent = told.minutes;
        stamp = told.stamp;
        sent = order();
        field.value = "";
        field.focus();
        settle();
        say(told.said);
        alert.replaceChildren();
      } catch {
        warn(outline.dataset.failed, false);
      }
    };

    outline.addEventListener("submit", (event) => {
      if (!event.target.matches("[data-new]")) return;
      event.preventDefault();
      add(event.target);
    });

    const show = (within) => within.querySelectorAll("[data-handle], [data-hint]").forEach((one) => { one.hidden = false; });

    /* Problems are looked for after the page is there: they cost a rendering of every lesson. */
    const look = async () => {
      const answer = await fetch(outline.dataset.problems, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { lessons } = await answer.json();
      for (const row of all("lesson")) {
        const found = lessons[row.dataset.lesson];
        if (!found) continue;
        const details = document.createElement("details");
        const summary = document.createElement("summary");
        summary.className = `state ${found.stops ? "state-problem" : "state-check"}`;
        summary.textContent = found.words;
        const list = document.createElement("ul");
        list.append(...found.said.map((one) => Object.assign(document.createElement("li"), { textContent: one })));
        details.append(summary, list);
        row.querySelector("[data-problems]").replaceChildren(details);
      }
      const many = Object.keys(lessons).length;
      if (!many && all("lesson").length) outline.querySelector("[data-total-problems]").textContent = `· ${outline.dataset.nothing}`;
      outline.dataset.looked = "";
    };

    show(outline);
    settle();
    sent = order();
    /* Where the page came back after a move: its frame is drawn too late for the browser's own. */
    const pressed = outline.querySelector("[autofocus]:not([disabled])");
    if (pressed) { pressed.focus(); pressed.closest("[data-lesson], [data-module]")?.scrollIntoView({ block: "nearest" }); }
    look().catch(() => {});
  };

  document.querySelectorAll("[data-outline]").forEach(start);
})();
