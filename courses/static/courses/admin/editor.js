/* The lesson editor: toolbar, keys, and a preview that the server renders.
   The preview's document has no scripts (sandbox); drafts' images come from the admin.
   Every change goes through the browser's own editing, so that Ctrl+Z undoes it. */
(() => {
  "use strict";
  const PAUSE = 40;

  /* Replaces the selection; `from` and `to` say what is selected afterwards, within `text`. */
  const write = (area, text, from, to = from) => {
    const start = area.selectionStart;
    area.focus();
    const done = text ? document.execCommand("insertText", false, text)
      : area.selectionStart === area.selectionEnd || document.execCommand("delete");
    if (!done) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (from !== undefined) area.setSelectionRange(start + from, start + to);
  };

  const chosen = (area) => area.value.slice(area.selectionStart, area.selectionEnd);

  const wholeLines = (area) => {
    const { value } = area;
    const from = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const end = value.indexOf("\n", area.selectionEnd);
    area.setSelectionRange(from, end < 0 ? value.length : end);
  };

  /* A block of its own has an empty line on either side. */
  const apart = (area) => {
    const before = area.value.slice(0, area.selectionStart);
    const after = area.value.slice(area.selectionEnd);
    const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const tail = !after || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
    return [lead, tail];
  };

  const deeds = {
    around(area, { before, after }) {
      const text = chosen(area);
      const { value, selectionStart: from, selectionEnd: to } = area;
      const isMarked = value.slice(from - before.length, from) === before && value.slice(to, to + after.length) === after;
      if (isMarked && text) {
        area.setSelectionRange(from - before.length, to + after.length);
        return write(area, text, 0, text.length);
      }
      write(area, before + text + after, before.length, before.length + text.length);
    },
    lines(area, { before }) {
      wholeLines(area);
      const lines = chosen(area).split("\n");
      const has = lines.every((line) => line.startsWith(before));
      const numbered = /^\d/.test(before);
      const text = lines.map((line, n) => has ? line.slice(before.length) : (numbered ? `${n + 1}. ` : before) + line).join("\n");
      write(area, text, 0, text.length);
    },
    heading(area, { before }) {
      wholeLines(area);
      const line = chosen(area);
      const bare = line.replace(/^#{1,6} +/, "");
      const text = line.startsWith(before) ? bare : before + bare;
      write(area, text, text.length);
    },
    block(area, { before, after }) {
      const text = chosen(area), [lead, tail] = apart(area);
      const start = lead.length + before.length;
      const at = before.startsWith("|") ? lead.length + 2 : start;
      write(area, lead + before + text + after + tail, at, at + text.length);
    },
    link(area, { before, after }) {
      const text = chosen(area);
      const isAddress = /^https?:\/\/\S+$/.test(text);
      if (isAddress) return write(area, `[](${text})`, 1);
      const start = text.length + before.length + 2;
      write(area, before + text + after, text ? start : 1, text ? start + 8 : 1);
    },
    footnote(area) {
      const used = [...area.value.matchAll(/\[\^(\d+)\]/g)].map((one) => Number(one[1]));
      const number = Math.max(0, ...used) + 1;
      write(area, `[^${number}]`);
      const end = area.value.length;
      area.setSelectionRange(end, end);
      const gap = area.value.endsWith("\n") ? (/\[\^\d+\]:.*\n$/.test(area.value) ? "" : "\n") : "\n\n";
      const text = `${gap}[^${number}]: `;
      write(area, text, text.length);
    },
    image(area) {
      area.dispatchEvent(new CustomEvent("campus:picture", { bubbles: true }));
    },
  };

  const page = (styles, language, html) => {
    const links = styles.split(" ").map((one) => `<link rel="stylesheet" href="${one}">`);
    return `<!doctype html><html lang="${language}"><meta charset="utf-8">` +
      `${links.join("")}<body><h1 id="title"></h1><div class="prose" id="text">${html}</div></body></html>`;
  };

  /* Ctrl+B and the like; on a Mac the command key does the same. */
  const keysOf = (event) => {
    const digit = /^Digit(\d)$/.exec(event.code);
    const key = digit ? digit[1] : event.key.length === 1 ? event.key.toUpperCase() : event.key;
    const held = [(event.ctrlKey || event.metaKey) && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift"];
    return [...held.filter(Boolean), key].join("+");
  };

  /* Enter in a list begins the next item; on an empty item it ends the list. */
  const goOn = (area, event) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.isComposing) return;
    const { value, selectionStart: at } = area;
    const line = value.slice(value.lastIndexOf("\n", at - 1) + 1, at);
    const found = /^(\s*)(?:([-*+] (?:\[[ xX]\] )?)|(\d+)([.)] )|(> ?))/.exec(line);
    if (!found || at !== area.selectionEnd) return;
    event.preventDefault();
    if (line.length === found[0].length) {
      area.setSelectionRange(at - line.length, at);
      return write(area, "", 0);
    }
    const mark = found[2]?.replace(/x/i, " ") ?? (found[3] ? Number(found[3]) + 1 + found[4] : found[5]);
    write(area, `\n${found[1]}${mark}`);
  };

  /* How far down a place in the text is, with lines that wrap: a copy as wide is as high. */
  const depth = (area, end) => {
    const copy = area.cloneNode();
    copy.removeAttribute("id");
    copy.value = area.value.slice(0, end);
    Object.assign(copy.style, { position: "absolute", visibility: "hidden", width: `${area.offsetWidth}px`, height: "0", minHeight: "0" });
    area.after(copy);
    const height = copy.scrollHeight;
    copy.remove();
    return height;
  };

  /* The checklist links to a line: it is selected, in the middle of what is seen. */
  const goTo = (area, number) => {
    const lines = area.value.split("\n");
    const line = Math.min(number, lines.length) - 1;
    const from = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
    area.focus({ preventScroll: true });
    area.setSelectionRange(from, from + lines[line].length);
    area.scrollTop = depth(area, from + lines[line].length) - area.clientHeight / 2;
    area.scrollIntoView({ block: "center" });
  };

  const start = (editor) => {
    const area = editor.querySelector("textarea[name]");
    const frame = editor.querySelector("iframe");
    const notes = editor.querySelector(".editor-findings");
    const tools = [...editor.querySelectorAll("[data-tool]")];
    const title = document.getElementById("id_title");
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    let timer = 0, isAsking = false, isDirty = false;

    const show = ({ html, findings }) => {
      const shown = html.replaceAll("/api/v1/blobs/", area.dataset.media);
      const text = frame.contentDocument?.getElementById("text");
      if (text) text.innerHTML = shown;
      else frame.srcdoc = page(editor.dataset.styles, area.dataset.language, shown);
      const all = document.createElement("ul");
      all.append(...findings.map((one) => Object.assign(document.createElement("li"), { textContent: one })));
      if (all.textContent !== notes.textContent) notes.replaceChildren(all);
      name();
      follow();
      editor.dispatchEvent(new CustomEvent("campus:shown"));
    };

    const name = () => {
      const heading = frame.contentDocument?.getElementById("title");
      if (heading && title) heading.textContent = title.value;
    };

    /* The preview scrolls along; the title stands above its text. */
    const follow = () => {
      const shown = frame.contentDocument?.scrollingElement;
      const room = area.scrollHeight - area.clientHeight;
      if (!shown || room <= 0) return;
      shown.scrollTop = (area.scrollTop / room) * (shown.scrollHeight - shown.clientHeight);
    };

    /* One question at a time: what was typed meanwhile is asked as soon as the answer is there. */
    const preview = async () => {
      if (isAsking) { isDirty = true; return; }
      isAsking = true;
      isDirty = false;
      const body = new URLSearchParams({ text: area.value, csrfmiddlewaretoken: token });
      try {
        const answer = await fetch(area.dataset.preview, { method: "POST", body });
        if (!answer.ok) throw new Error(answer.status);
        show(await answer.json());
      } catch {
        notes.textContent = editor.dataset.failed;
      }
      isAsking = false;
      if (isDirty) preview();
    };

    const use = (tool) => deeds[tool.dataset.how](area, tool.dataset);

    area.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(preview, PAUSE);
    });
    area.addEventListener("scroll", follow, { passive: true });
    frame.addEventListener("load", () => {
      name();
      follow();
      // A click on a link would leave the preview for a page that refuses to be framed.
      frame.contentDocument?.addEventListener("click", (event) => {
        const address = event.target.closest("a")?.getAttribute("href");
        if (address && !address.startsWith("#")) event.preventDefault();
      });
    });
    title?.addEventListener("input", name);
    area.addEventListener("keydown", (event) => {
      const keys = keysOf(event);
      const tool = tools.find((one) => one.dataset.keys === keys);
      if (!tool) return goOn(area, event);
      event.preventDefault();
      use(tool);
    });
    editor.querySelector(".editor-tools").addEventListener("click", (event) => {
      const tool = event.target.closest("[data-tool]");
      if (tool) use(tool);
    });
    /* One stop for Tab, arrows within (ARIA's toolbar). */
    editor.querySelector(".editor-tools").addEventListener("keydown", (event) => {
      const here = tools.indexOf(event.target);
      const there = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tools.length - 1 }[event.key];
      if (here < 0 || there === undefined) return;
      event.preventDefault();
      const next = tools[(there + tools.length) % tools.length];
      tools.forEach((one) => { one.tabIndex = one === next ? 0 : -1; });
      next.focus();
    });
    preview();
    const line = Number(new URLSearchParams(location.search).get("line"));
    if (area.dataset.lesson && line >= 1 && !document.querySelector("[data-bound]")) goTo(area, Math.floor(line));
  };

  window.campusEditor = { write };
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-editor]").forEach(start);
  });
})();
