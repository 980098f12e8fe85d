/* What is pasted or dropped into a lesson: pictures, each described or decorative, and texts of
   word processors, which the server makes into Markdown. Ctrl+Shift+V pastes as it is. */
(() => {
  "use strict";
  const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
  const RICH = /<(h[1-6]|ul|ol|li|table|b|strong|i|em|a|img|blockquote)\b|mso-|docs-internal-guid/i;
  // Editors of code put coloured text on the clipboard; what was copied there is meant as it is.
  const SOURCE = /vscode|white-space:\s*pre(?![-\w])|<pre\b/i;

  const send = (address, fields, onProgress) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    request.open("POST", address);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    });
    request.addEventListener("load", () => resolve({ ok: request.status < 300, told: request.response }));
    request.addEventListener("error", reject);
    request.send(body);
  });

  const start = (editor) => {
    const area = editor.querySelector("textarea[name]");
    const template = editor.querySelector("template[data-picture]");
    const notes = editor.querySelector("[data-notes]");
    const texts = template.dataset;
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const { write } = window.campusEditor;

    const note = (...lines) => {
      const list = document.createElement("ul");
      list.append(...lines.map((one) => Object.assign(document.createElement("li"), { textContent: one })));
      notes.replaceChildren(...(lines.length ? [list] : []));
    };

    /* Answers the Markdown that shows the picture, or null if it is not wanted after all.
       `given`: a file, or { path, href } of one that is there already, or nothing yet. */
    const ask = (given) => new Promise((resolve) => {
      const caret = [area.selectionStart, area.selectionEnd];
      const dialog = template.content.firstElementChild.cloneNode(true);
      document.body.append(dialog);
      const [alt, decorative, file] = ["alt", "decorative", "file"].map((one) => dialog.querySelector(`#picture-${one}`));
      const error = dialog.querySelector("#picture-error");
      const progress = dialog.querySelector("progress");
      const submit = dialog.querySelector(".editor-primary");
      let picture = given instanceof Blob ? given : null;
      let markdown = null;

      const paint = async () => {
        const canvas = dialog.querySelector("canvas");
        try {
          const bitmap = await createImageBitmap(picture);
          const scale = Math.min(1, 480 / bitmap.width, 240 / bitmap.height);
          Object.assign(canvas, { width: bitmap.width * scale, height: bitmap.height * scale, hidden: false });
          canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
        } catch {
          canvas.hidden = true;
        }
      };

      const refuse = (words, field) => {
        error.textContent = words;
        field.setAttribute("aria-invalid", "true");
        field.focus();
      };

      if (given?.path) Object.assign(dialog.querySelector("img"), { src: given.href, hidden: false });
      if (given) dialog.querySelector(".editor-choose").hidden = true;
      if (picture) paint();
      file.addEventListener("change", () => { picture = file.files[0]; if (picture) paint(); });
      decorative.addEventListener("change", () => { alt.disabled = decorative.checked; });
      dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
      dialog.addEventListener("close", () => {
        dialog.remove();
        area.focus();
        area.setSelectionRange(...caret);  // behind the dialog it went to the start
        resolve(markdown);
      });
      dialog.querySelector("form").addEventListener("submit", async (event) => {
        event.preventDefault();
        if (!picture && !given?.path) return refuse(texts.choose, file);
        if (!alt.value.trim() && !decorative.checked) return refuse(texts.lack, alt);
        error.textContent = "";
        submit.disabled = true;
        progress.hidden = !picture;
        const fields = { csrfmiddlewaretoken: token, alt: decorative.checked ? "" : alt.value, decorative: decorative.checked ? "on" : "" };
        if (picture) fields.file = new File([picture], picture.name || "image.png", { type: picture.type });
        else fields.path = given.path;
        try {
          const { ok, told } = await send(area.dataset.image, fields, (share) => { progress.value = share; });
          if (!ok) throw new Error(told?.detail);
          markdown = told.markdown;
          dialog.close();
        } catch (reason) {
          error.textContent = reason.message || texts.broken;
          submit.disabled = false;
          progress.hidden = true;
        }
      });
      dialog.showModal();
      (given ? alt : file).focus();
    });

    const takePictures = async (files) => {
      for (const file of files) {
        const markdown = await ask(file);
        if (markdown) write(area, markdown);
      }
    };

    /* Everything without a description is asked for before the text is put in. */
    const takeHtml = async (html, plain) => {
      note(texts.converting);
      area.readOnly = true;
      try {
        const { ok, told } = await send(area.dataset.paste, { html, csrfmiddlewaretoken: token });
        if (!ok) throw new Error(told?.detail || "");
        let text = told.markdown;
        for (const { path, href } of told.undescribed) {
          const shown = href.replace("/api/v1/blobs/", area.dataset.media);
          const markdown = await ask({ path, href: shown });
          const pattern = new RegExp(`!\\[\\]\\(/?${path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\)`, "g");
          text = text.replace(pattern, () => markdown ?? "");
        }
        area.readOnly = false;
        write(area, fitted(numberedOn(text)));
        note(...told.said);
      } catch (reason) {
        area.readOnly = false;
        write(area, plain);
        note(reason.message || texts.unclean);
      }
    };

    /* Every document counts its footnotes from 1; here they go on from those of the lesson. */
    const numberedOn = (text) => {
      const used = [...area.value.matchAll(/\[\^(\d+)\]/g)].map((one) => Number(one[1]));
      const highest = Math.max(0, ...used);
      return text.replace(/\[\^(\d+)\]/g, (_all, number) => `[^${Number(number) + highest}]`);
    };

    /* A word or two go into the sentence; blocks stand apart from what is around them. */
    const fitted = (text) => {
      const trimmed = text.trimEnd();
      if (!trimmed.includes("\n") && !/^(#|- |\d+\. |\||>|!\[)/.test(trimmed)) return trimmed;
      const before = area.value.slice(0, area.selectionStart);
      const after = area.value.slice(area.selectionEnd);
      const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
      return `${lead}${trimmed}${!after || after.startsWith("\n") ? "\n" : "\n\n"}`;
    };

    const picturesIn = (data) => [...(data?.files ?? [])].filter((one) => PICTURES.includes(one.type));

    area.addEventListener("paste", (event) => {
      const data = event.clipboardData;
      const html = data.getData("text/html");
      const plain = data.getData("text/plain");
      if (html && RICH.test(html) && !SOURCE.test(html) && (plain.trim() || !picturesIn(data).length)) {
        event.preventDefault();
        takeHtml(html, plain);
      } else if (picturesIn(data).length && !plain) {
        event.preventDefault();
        takePictures(picturesIn(data));
      }
    });
    area.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      area.classList.add("editor-over");
    });
    area.addEventListener("dragleave", () => area.classList.remove("editor-over"));
    area.addEventListener("drop", (event) => {
      area.classList.remove("editor-over");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      const pictures = picturesIn(event.dataTransfer);
      if (pictures.length < event.dataTransfer.files.length) note(texts.only);
      takePictures(pictures);
    });
    area.addEventListener("campus:picture", async () => {
      const markdown = await ask(null);
      if (markdown) write(area, markdown);
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-editor]").forEach(start);
  });
})();
