/* The lesson editor: toolbar, keyboard, and a preview that the server renders.
   The preview's document has no scripts (sandbox); drafts' images come from the admin. */
(() => {
  "use strict";
  const DELAY = 150;

  const insert = (area, { before, after = "", each }) => {
    const { selectionStart: from, selectionEnd: to, value } = area;
    const chosen = value.slice(from, to);
    const text = each !== undefined
      ? (chosen || "").split("\n").map((line) => before + line).join("\n")
      : before + chosen + after;
    area.focus();
    area.setRangeText(text, from, to, "select");
    if (!chosen && each === undefined) {
      area.setSelectionRange(from + before.length, from + before.length);
    }
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const page = (styles, language, html) => {
    const links = styles.split(" ").map((one) => `<link rel="stylesheet" href="${one}">`);
    return `<!doctype html><html lang="${language}"><meta charset="utf-8">` +
      `${links.join("")}<body><h1 id="title"></h1><div class="prose" id="text">${html}</div></body></html>`;
  };

  const start = (editor) => {
    const area = editor.querySelector("textarea");
    const frame = editor.querySelector("iframe");
    const notes = editor.querySelector(".editor-findings");
    const title = document.getElementById("id_title");
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    let timer = 0, asked = 0;

    const show = ({ html, findings }) => {
      const shown = html.replaceAll('"/api/v1/blobs/', `"${area.dataset.media}`);
      const text = frame.contentDocument?.getElementById("text");
      if (text) text.innerHTML = shown;
      else frame.srcdoc = page(editor.dataset.styles, area.dataset.language, shown);
      notes.replaceChildren(list(findings));
      name();
    };

    const name = () => {
      const heading = frame.contentDocument?.getElementById("title");
      if (heading && title) heading.textContent = title.value;
    };

    const list = (said) => {
      const all = document.createElement("ul");
      all.append(...said.map((one) => Object.assign(document.createElement("li"), { textContent: one })));
      return all;
    };

    const preview = async () => {
      const mine = ++asked;
      const body = new URLSearchParams({ text: area.value, csrfmiddlewaretoken: token });
      try {
        const answer = await fetch(area.dataset.preview, { method: "POST", body });
        if (!answer.ok) throw new Error(answer.status);
        const shown = await answer.json();
        if (mine === asked) show(shown);
      } catch {
        if (mine === asked) notes.textContent = editor.dataset.failed;
      }
    };

    area.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(preview, DELAY);
    });
    frame.addEventListener("load", () => {
      name();
      // A click on a link would leave the preview for a page that refuses to be framed.
      frame.contentDocument?.addEventListener("click", (event) => {
        const address = event.target.closest("a")?.getAttribute("href");
        if (address && !address.startsWith("#")) event.preventDefault();
      });
    });
    title?.addEventListener("input", name);
    area.addEventListener("keydown", (event) => {
      const key = (event.ctrlKey || event.metaKey) && { b: 1, i: 2, k: 3 }[event.key];
      if (!key) return;
      event.preventDefault();
      insert(area, editor.querySelectorAll(".editor-tools button")[key].dataset);
    });
    editor.querySelector(".editor-tools").addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) insert(area, button.dataset);
    });
    preview();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-editor]").forEach(start);
  });
})();
