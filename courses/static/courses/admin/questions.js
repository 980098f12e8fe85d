/* The editor of questions: buttons act on the form through the server, which alone knows what a
   form is; a preview as one types; unsaved work stays in this browser. Without it all still works. */
(() => {
  "use strict";
  const PAUSE = 350;

  const start = (quiz) => {
    const form = quiz.querySelector("form");
    const part = quiz.querySelector("[data-editor-part]");
    const frame = quiz.querySelector("iframe");
    const findings = quiz.querySelector("[data-findings]");
    const state = quiz.querySelector("[data-state]");
    const kept = quiz.querySelector("[data-kept]");
    const key = `campus-quiz:${quiz.dataset.owner}:${quiz.dataset.person}`;
    let timer = 0, asked = 0, isLeaving = false;

    const fields = () => [...new FormData(form)].filter(([name]) => !["csrfmiddlewaretoken", "version", "held"].includes(name));
    const spelled = () => JSON.stringify(fields());
    let saved = part.querySelector("[data-faults], .conflict") ? "" : spelled();
    const isDirty = () => spelled() !== saved;

    const read = () => { try { return localStorage.getItem(key); } catch { return null; } };
    const write = (text) => { try { text === null ? localStorage.removeItem(key) : localStorage.setItem(key, text); } catch { /* none */ } };

    const send = (address, body, headers = {}) => fetch(address, { method: "POST", body, headers });

    const redraw = async (body) => {
      const open = [...part.querySelectorAll("details[open][data-remember]")].map((one) => one.dataset.remember);
      const answer = await send(form.action, body, { "X-Part": "editor" });
      if (!answer.ok) throw new Error(answer.status);
      part.innerHTML = await answer.text();
      for (const name of open) part.querySelector(`details[data-remember="${name}"]`)?.setAttribute("open", "");
      settle();
    };

    const settle = () => {
      part.querySelectorAll("[data-fallback]").forEach((one) => { one.hidden = true; });
      const name = part.querySelector("[data-focus]")?.dataset.focus;
      const target = part.querySelector("[data-faults], .conflict") ?? (name && document.getElementById(name)) ?? (name && form.elements[name]);
      target?.focus?.();
      target?.scrollIntoView?.({ block: "nearest" });
      changed();
    };

    const act = async (deed) => {
      const body = new FormData(form);
      body.set("do", deed);
      try {
        await redraw(body);
        state.textContent = quiz.dataset.done;
      } catch {
        write(spelled());
        state.textContent = quiz.dataset.lost;
      }
    };

    const page = (html) => {
      const links = quiz.dataset.styles.split(" ").map((one) => `<link rel="stylesheet" href="${one}">`).join("");
      return `<!doctype html><html lang="${quiz.dataset.language}"><meta charset="utf-8">${links}<body><div class="quiz quiz-previewed" id="text">${html}</div></body></html>`;
    };

    const preview = async () => {
      const number = ++asked;
      try {
        const answer = await send(quiz.dataset.preview, new FormData(form));
        const told = await answer.json();
        if (number !== asked) return;
        findings.replaceChildren(...told.findings.map((one) => Object.assign(document.createElement("li"), { textContent: one })));
        if (!told.html && told.findings.length) return;
        const shown = frame.contentDocument?.getElementById("text");
        if (shown) shown.innerHTML = told.html;
        else frame.srcdoc = page(told.html);
      } catch {
        if (number === asked) findings.replaceChildren(Object.assign(document.createElement("li"), { textContent: quiz.dataset.failed }));
      }
    };

    const changed = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        write(isDirty() ? spelled() : null);
        preview();
      }, PAUSE);
    };

    const offer = () => {
      const text = read();
      if (!text || text === saved || !saved) return;
      kept.hidden = false;
      kept.querySelector("[data-restore]").onclick = async () => {
        const body = new FormData();
        body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        for (const name of ["version", "held"]) for (const one of part.querySelectorAll(`[name="${name}"]`)) body.append(name, one.value);
        for (const [name, value] of JSON.parse(text)) body.append(name, value);
        body.set("do", "");
        await redraw(body);
        kept.hidden = true;
      };
      kept.querySelector("[data-forget]").onclick = () => { write(null); kept.hidden = true; };
    };

    form.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=do]");
      if (!button || button.value === "save") return;
      event.preventDefault();
      act(button.value);
    });
    form.addEventListener("change", (event) => {
      if (event.target.dataset.deed) act(event.target.dataset.deed);
      else if (/^d\d+-/.test(event.target.name)) act("count");
    });
    form.addEventListener("input", () => { if (kept.hidden) changed(); else preview(); });
    form.addEventListener("submit", () => { isLeaving = true; write(null); });
    addEventListener("beforeunload", (event) => {
      if (!isLeaving && isDirty()) { write(spelled()); event.preventDefault(); }
    });
    addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      form.querySelector(".quiz-primary").click();
    });
    part.querySelectorAll("[data-fallback]").forEach((one) => { one.hidden = true; });
    part.querySelector("[data-faults], .conflict")?.focus();
    offer();
    preview();
  };

  document.querySelectorAll("[data-quiz]").forEach(start);
})();
