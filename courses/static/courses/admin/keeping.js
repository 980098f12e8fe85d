/* Nothing written is lost: unsaved work stays in this browser, Ctrl+S saves without leaving,
   and whoever else has the lesson open is named. What was kept is offered, never applied. */
(() => {
  "use strict";
  const EVERY = 20_000, LATEST = 300, MOST_LINES = 2_000;

  const start = (keeping) => {
    const form = keeping.closest("form");
    const area = form.querySelector("textarea[data-lesson]");
    const version = form.elements.version;
    const texts = keeping.dataset;
    const part = (name) => keeping.querySelector(`[data-${name}]`);
    const key = `campus-draft:${area.dataset.lesson}:${texts.person}`;
    const token = form.elements.csrfmiddlewaretoken.value;
    let timer = 0, isLeaving = false, offered = null;

    const fields = () => {
      const all = {};
      for (const one of form.elements) {
        if (one.name && !["csrfmiddlewaretoken", "version"].includes(one.name) && one.type !== "submit" && one.type !== "file") all[one.name] = one.value;
      }
      return all;
    };
    const same = (one, other) => Object.keys(other).every((name) => (one[name] ?? "") === other[name]);

    let saved = fields();
    let isAhead = "bound" in texts;  // the form came back refused: it holds what is saved nowhere
    const isDirty = () => isAhead || !same(saved, fields());

    const read = () => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
    const forget = () => { try { localStorage.removeItem(key); } catch { /* a browser without storage */ } };
    const keep = (more = {}) => {
      clearTimeout(timer);
      if (!isDirty()) return offered ? undefined : forget();
      // What is offered and not answered yet stays behind what is written meanwhile.
      const kept = { version: version.value, at: Date.now(), fields: fields(), ...(offered && { earlier: offered }), ...more };
      try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* full or forbidden */ }
    };

    const offer = (kept) => {
      offered = kept;
      const time = new Date(kept.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
      const older = kept.version !== version.value ? ` ${texts.older}` : "";
      part("words").textContent = texts.kept.replace("{time}", time) + older;
      part("lines").replaceChildren(...difference(saved[area.name] ?? "", kept.fields[area.name] ?? ""));
      part("offer").hidden = false;
      part("restore").onclick = () => {
        for (const [name, value] of Object.entries(kept.fields)) {
          const field = form.elements[name];
          if (!field || field.value === value) continue;
          if (field.matches("textarea")) {
            field.focus();
            field.select();
            window.campusEditor.write(field, value);
          } else {
            field.value = value;
            field.dispatchEvent(new Event("input", { bubbles: true }));
          }
        }
        answered(kept);
      };
      part("forget").onclick = () => answered(kept);
    };

    const answered = (kept) => {
      part("offer").hidden = true;
      offered = null;
      area.focus();
      keep();
      if (kept.earlier) offer(kept.earlier);
    };

    /* By lines: what both begin and end with is left out, the rest compared (longest common). */
    const difference = (before, after) => {
      let [from, to] = [before.split("\n"), after.split("\n")];
      let head = 0;
      while (head < from.length && head < to.length && from[head] === to[head]) head++;
      let tail = 0;
      while (tail < from.length - head && tail < to.length - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
      from = from.slice(head, from.length - tail);
      to = to.slice(head, to.length - tail);
      return compared(from, to).map(([sign, text]) => {
        const line = document.createElement("div");
        line.className = `line ${{ "-": "line-theirs", "+": "line-hers" }[sign] ?? ""}`;
        const mark = Object.assign(document.createElement("span"), { className: "line-sign", textContent: { "-": texts.theirs, "+": texts.hers }[sign] ?? "" });
        line.append(mark, Object.assign(document.createElement("span"), { className: "line-text", textContent: text }));
        return line;
      });
    };

    const compared = (from, to) => {
      const gone = from.map((one) => ["-", one]), come = to.map((one) => ["+", one]);
      if (from.length * to.length > MOST_LINES * MOST_LINES) return [...gone, ...come];
      const longest = Array.from({ length: from.length + 1 }, () => new Uint16Array(to.length + 1));
      for (let i = from.length - 1; i >= 0; i--) {
        for (let j = to.length - 1; j >= 0; j--) {
          longest[i][j] = from[i] === to[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
        }
      }
      const lines = [];
      let i = 0, j = 0;
      while (i < from.length && j < to.length) {
        if (from[i] === to[j]) { lines.push([" ", from[i]]); i++; j++; }
        else if (longest[i + 1][j] >= longest[i][j + 1]) lines.push(gone[i++]);
        else lines.push(come[j++]);
      }
      return [...lines, ...gone.slice(i), ...come.slice(j)];
    };

    const state = (words) => { part("state").textContent = words; };

    const save = async () => {
      const sent = fields();
      const body = new FormData(form);
      body.set("_continue", "1");
      state(texts.saving);
      try {
        const answer = await fetch(location.href.split("#")[0], { method: "POST", body, headers: { Accept: "application/json" } });
        if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
          if (!answer.ok) throw new Error(answer.status);
          return document.querySelector(`button[name=_continue][form="${form.id}"]`).click();  // refused: the page says why
        }
        const told = await answer.json();
        if (!answer.ok) return state(told.detail ?? texts.unsaved);
        version.value = told.version;
        saved = sent;
        isAhead = false;
        part("newer").hidden = true;
        keep();
        state(texts.saved.replace("{time}", new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" })));
      } catch {
        keep();
        state(texts.unsaved);
      }
    };

    const tell = (name, words) => { part(name).textContent = words; part(name).hidden = !words; };

    const look = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(area.dataset.open, { method: "POST", body: new URLSearchParams({ csrfmiddlewaretoken: token }) });
        if (!answer.ok) return;
        const told = await answer.json();
        if (told.others !== part("others").textContent) tell("others", told.others);
        tell("newer", Number(told.version) > Number(version.value) ? told.saved : "");
      } catch { /* offline: said when saving */ }
    };

    const kept = read();
    if (kept && !isAhead) {
      const wasSent = kept.submitted && Number(version.value) > Number(kept.version);
      if (wasSent || same(saved, kept.fields)) forget();
      else offer(kept);
    }

    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(keep, LATEST);
    });
    form.addEventListener("change", () => keep());
    form.addEventListener("submit", () => { isLeaving = true; keep({ submitted: true }); });
    addEventListener("beforeunload", (event) => { if (isDirty() && !isLeaving) event.preventDefault(); });
    addEventListener("pagehide", () => {
      if (!isLeaving && isDirty()) keep();
      navigator.sendBeacon(area.dataset.close, new URLSearchParams({ csrfmiddlewaretoken: token }));
    });
    addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      save();
    });
    document.addEventListener("visibilitychange", look);
    setInterval(look, EVERY);
    look();
  };

  addEventListener("load", () => document.querySelectorAll("[data-keeping]").forEach(start));
})();
