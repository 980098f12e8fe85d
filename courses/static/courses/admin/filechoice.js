/* A lesson's file sent from the lesson itself, in parts (tus), and chosen as soon as it is there.
   Whatever breaks off goes on by itself; nothing of another lesson is replaced. */
(() => {
  "use strict";
  const PART = 8 * 1024 * 1024;
  const LONGEST_WAIT = 30;
  const TUS = { "Tus-Resumable": "1.0.0" };

  /* What trying again would not change. */
  class Refused extends Error {}

  const pause = (seconds) => new Promise((resolve) => { setTimeout(resolve, 1000 * seconds); });

  const start = (box) => {
    const words = box.dataset;
    const select = box.querySelector("select");
    const file = box.querySelector("input[type=file]");
    const bar = box.querySelector("progress");
    const stop = box.querySelector("[data-stop]");
    const state = box.querySelector("[data-state]");
    const token = box.closest("form").elements.csrfmiddlewaretoken.value;
    const running = new Set();

    const ask = (method, address, { headers = {}, body = null, onprogress, signal } = {}) =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open(method, address);
        for (const [name, value] of Object.entries({ ...TUS, "X-CSRFToken": token, ...headers })) request.setRequestHeader(name, value);
        if (onprogress) request.upload.addEventListener("progress", onprogress);
        signal?.addEventListener("abort", () => request.abort());
        request.onload = () => (request.status < 500 ? resolve(request) : reject(new Error("broken")));
        request.onerror = request.onabort = () => reject(new Error("broken"));
        request.send(body);
      });

    const refusal = (answer) => {
      try { return JSON.parse(answer.responseText).detail; } catch { return String(answer.status); }
    };

    /* Another lesson may show what has this name: then this one gets a number. */
    const free = (name) => {
      const taken = new Set([...select.options].map((one) => one.value));
      const [, stem, ending] = /^(.*?)(\.[^.]*)?$/s.exec(name);
      let path = name;
      for (let number = 2; taken.has(path); number++) path = `${stem}-${number}${ending ?? ""}`;
      return path;
    };

    const begin = async (given) => {
      const body = JSON.stringify({ course: words.course, path: free(given.name), size: given.size });
      const answer = await ask("POST", words.send, { headers: { "Content-Type": "application/json" }, body });
      if (answer.status !== 201) throw new Refused(refusal(answer));
      return answer.getResponseHeader("Location");
    };

    const parts = async (given, address, signal) => {
      const asked = await ask("HEAD", address, { signal });
      let at = Number(asked.getResponseHeader("Upload-Offset"));
      while (at < given.size) {
        const from = at;
        const answer = await ask("PATCH", address, {
          headers: { "Upload-Offset": String(at), "Content-Type": "application/offset+octet-stream" },
          body: given.slice(at, at + PART),
          onprogress: (event) => {
            bar.value = (from + event.loaded) / given.size;
            state.textContent = bar.value < 1 ? `${Math.floor(100 * bar.value)} %` : words.checking;
          },
          signal,
        });
        if (answer.status === 409 || answer.status === 423) throw new Error("again");
        if (answer.status !== 204) throw new Refused(refusal(answer));
        at = Number(answer.getResponseHeader("Upload-Offset"));
      }
    };

    const choose = (path) => {
      if (![...select.options].some((one) => one.value === path)) select.add(new Option(path, path));
      select.value = path;
      select.dispatchEvent(new Event("change", { bubbles: true }));
      state.textContent = words.done;
    };

    const send = async (given, signal) => {
      let address = "";
      for (let tries = 1; !signal.aborted; tries++) {
        try {
          address ||= await begin(given);
          await parts(given, address, signal);
          const { media } = JSON.parse((await ask("GET", address)).responseText);
          if (!media) throw new Refused(words.broken);
          return choose(media.path);
        } catch (reason) {
          if (reason instanceof Refused) { state.textContent = reason.message; return; }
          if (signal.aborted) break;
          state.textContent = words.broken;
          await pause(Math.min(2 ** tries, LONGEST_WAIT));
        }
      }
      state.textContent = "";
      if (address) ask("DELETE", address).catch(() => {});
    };

    const shown = (isSending) => {
      bar.hidden = stop.hidden = !isSending;
      file.disabled = isSending;
    };

    file.hasChangeListener = true; // the skin's own wants a text field beside each file field
    file.addEventListener("change", async () => {
      const given = file.files[0];
      if (!given) return;
      const sending = new AbortController();
      running.add(sending);
      stop.onclick = () => sending.abort();
      Object.assign(bar, { value: 0 }).setAttribute("aria-label", given.name);
      shown(true);
      await send(given, sending.signal);
      running.delete(sending);
      shown(false);
      file.value = "";
    });
    addEventListener("beforeunload", (event) => { if (running.size) event.preventDefault(); });
    box.querySelector("[data-offer]").hidden = false;
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-file-choice]").forEach(start));
})();
