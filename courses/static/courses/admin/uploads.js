// Files sent in parts, by tus: paused, gone on with, and gone on with after the page was closed.
"use strict";

{
  const PART = 8 * 1024 * 1024;
  const LONGEST_WAIT = 30;
  const HEADERS = { "Tus-Resumable": "1.0.0" };

  addEventListener("DOMContentLoaded", () => {
    const panel = document.querySelector(".uploads");
    const form = document.getElementById("media_form");
    if (panel && form) begin(panel, form);
  });

  function begin(panel, form) {
    const words = panel.dataset;
    const list = panel.querySelector(".uploads-list");
    const fault = panel.querySelector(".uploads-fault");
    const chosen = panel.querySelector("#uploads-files");
    const drop = panel.querySelector(".uploads-drop");
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const running = new Set();

    // The plain form stays for whoever has no script; here its file field gives way to the panel.
    const row = form.querySelector("[name=upload]").closest(".field-upload, .form-row") ?? form;
    form.querySelector("[name=where]").closest("fieldset").after(panel);
    row.remove();
    chosen.hasChangeListener = true; // the skin's own wants a text field beside each file field
    document.getElementById("submit-row")?.remove();
    panel.hidden = false;

    const known = (file, course, path) => {
      const sent = [...panel.querySelectorAll("[data-upload]")].find(
        (one) => one.dataset.course === course && one.dataset.path === path && Number(one.dataset.size) === file.size);
      sent?.remove();
      return sent?.dataset.upload ?? remembered(key(file, course, path));
    };
    const key = (file, course, path) => `campus-upload:${course}:${path}:${file.size}:${file.lastModified}`;

    const ask = (method, address, { headers = {}, body = null, onprogress = null, abort = null } = {}) =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open(method, address);
        for (const [name, value] of Object.entries({ ...HEADERS, "X-CSRFToken": token, ...headers }))
          request.setRequestHeader(name, value);
        if (onprogress) request.upload.addEventListener("progress", onprogress);
        abort?.addEventListener("abort", () => request.abort());
        request.onload = () => resolve(request);
        request.onerror = request.onabort = request.ontimeout = () => reject(new Error("broken"));
        request.send(body);
      });

    class Sending {
      constructor(file, course, path) {
        Object.assign(this, { file, course, path, address: known(file, course, path), tries: 0 });
        this.item = document.createElement("li");
        this.bar = Object.assign(document.createElement("progress"), { max: file.size, value: 0 });
        this.bar.setAttribute("aria-label", path);
        const name = Object.assign(document.createElement("span"), { className: "uploads-name", textContent: path });
        this.state = Object.assign(document.createElement("span"), { className: "uploads-state", textContent: words.waiting });
        this.state.setAttribute("role", "status");
        this.toggle = this.button(words.pause, () => (this.abort ? this.pause() : this.run()));
        this.stop = this.button(words.giveUp, () => this.giveUp());
        this.item.append(name, this.bar, this.state, this.toggle, this.stop);
        list.append(this.item);
      }

      button(text, act) {
        const made = Object.assign(document.createElement("button"), { type: "button", className: "uploads-button", textContent: text });
        made.addEventListener("click", act);
        return made;
      }

      say(text) {
        this.state.textContent = text;
      }

      pause() {
        clearTimeout(this.timer);
        this.abort?.abort();
        this.abort = null;
        running.delete(this);
        this.toggle.textContent = words.resume;
        this.say(words.paused);
      }

      async run() {
        clearTimeout(this.timer);
        const abort = (this.abort = new AbortController());
        running.add(this);
        this.toggle.textContent = words.pause;
        try {
          await this.send(abort);
        } catch {
          if (abort.signal.aborted) return;
          this.tries += 1;
          this.say(words.broken);
          this.timer = setTimeout(() => this.run(), 1000 * Math.min(2 ** this.tries, LONGEST_WAIT));
        }
      }

      async send(abort) {
        let at = await this.offset();
        while (at !== null && !abort.signal.aborted) {
          const end = Math.min(at + PART, this.file.size);
          if (end === this.file.size) this.bar.value = at;
          const start = at;
          const answer = await ask("PATCH", this.address, {
            headers: { "Upload-Offset": String(at), "Content-Type": "application/offset+octet-stream" },
            body: this.file.slice(at, end),
            onprogress: (event) => this.progress(start + event.loaded),
            abort: abort.signal,
          });
          if (answer.status === 409 || answer.status === 423 || answer.status >= 500) throw new Error("again");
          if (answer.status !== 204) return this.refused(answer);
          this.tries = 0;
          at = Number(answer.getResponseHeader("Upload-Offset"));
          if (at === this.file.size) return this.done();
        }
      }

      progress(sent) {
        this.bar.value = sent;
        const percent = Math.floor((100 * sent) / this.file.size);
        this.say(sent >= this.file.size ? words.checking : `${percent} %`);
      }

      // From where on to send; null where the campus refuses to begin.
      async offset() {
        if (this.address) {
          const answer = await ask("HEAD", this.address);
          if (answer.status === 200) return Number(answer.getResponseHeader("Upload-Offset"));
          if (answer.status >= 500) throw new Error("again");
        }
        const answer = await ask("POST", words.uploads, {
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ course: this.course, path: this.path, size: this.file.size }),
        });
        if (answer.status !== 201) return this.refused(answer);
        this.address = answer.getResponseHeader("Location");
        remember(key(this.file, this.course, this.path), this.address);
        return 0;
      }

      async done() {
        this.end();
        this.bar.value = this.file.size;
        const answer = await ask("GET", this.address);
        const media = answer.status === 200 ? JSON.parse(answer.responseText).media : null;
        this.say(`${words.done} `);
        if (!media?.media_type.startsWith("image/")) return;
        const link = Object.assign(document.createElement("a"), {
          href: words.change.replace("00000000-0000-0000-0000-000000000000", media.id),
          textContent: words.describe,
        });
        this.state.append(link);
      }

      refused(answer) {
        this.item.classList.add("is-refused");
        this.end();
        let detail = "";
        try {
          detail = JSON.parse(answer.responseText).detail;
        } catch {
          detail = String(answer.status);
        }
        this.say(detail);
        return null;
      }

      giveUp() {
        this.pause();
        this.end();
        if (this.address) ask("DELETE", this.address).catch(() => {});
        this.item.remove();
      }

      end() {
        running.delete(this);
        this.abort = null;
        forget(key(this.file, this.course, this.path));
        this.toggle.remove();
        this.stop.remove();
        this.bar.hidden = this.item.classList.contains("is-refused");
      }
    }

    // One after the other: each is as fast as the line, and the first is done first.
    let queue = Promise.resolve();
    const add = (files) => {
      const course = form.querySelector("[name=course]").value;
      fault.textContent = course ? "" : words.noCourse;
      if (!course) return;
      const where = form.querySelector("[name=where]").value.trim();
      const many = files.length > 1 || where.endsWith("/");
      for (const file of files) {
        const folder = where && many ? `${where.replace(/\/+$/, "")}/` : "";
        const sending = new Sending(file, course, where && !many ? where : folder + file.name);
        queue = queue.then(() => (sending.item.isConnected ? sending.run() : null));
      }
    };

    chosen.addEventListener("change", () => {
      add([...chosen.files]);
      chosen.value = "";
    });
    for (const name of ["dragover", "dragleave", "drop"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.toggle("is-over", name === "dragover");
        if (name === "drop") add([...event.dataTransfer.files]);
      });
    }
    for (const one of panel.querySelectorAll("[data-upload]")) {
      one.querySelector("button").addEventListener("click", async () => {
        const answer = await ask("DELETE", one.dataset.upload).catch(() => null);
        if (answer && (answer.status === 204 || answer.status === 404)) one.remove();
      });
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("beforeunload", (event) => {
      if (running.size) event.preventDefault();
    });
  }

  // A browser may keep nothing: then the list of the campus itself is what is gone on with.
  function remembered(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  function remember(key, address) {
    try {
      localStorage.setItem(key, address);
    } catch {
      // nothing is remembered
    }
  }

  function forget(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // nothing was remembered
    }
  }
}
