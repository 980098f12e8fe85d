// Owns keeping the numbers of an open page true: it asks every so often whether anything was
// counted since, and then takes the page's own parts anew. The server draws them, as always; only
// what differs is touched, so that focus, selection and scrolling stay where they are.
(() => {
  "use strict";
  const page = document.querySelector("[data-pulse]");
  if (!page) return;
  const EVERY = 1200;
  const SLOWEST = 60 * 1000;
  const pulses = page.dataset.pulse.trim().split(/\s+/u).filter(Boolean);
  const seen = new Map();
  let known = Number(page.dataset.position);
  let wait = EVERY;
  let timer = null;
  let isOver = !pulses.length;
  let isAsking = false;

  function later() {
    clearTimeout(timer);
    if (!isOver && document.visibilityState === "visible") timer = setTimeout(beat, wait);
  }

  // The greatest place in the log that an answer includes, whatever its shape.
  function position(answer) {
    const rows = answer.results || [answer];
    return Math.max(0, ...rows.map((row) => row.position || 0));
  }

  // Whether this pulse has moved; the first answer is compared with what the page was drawn from.
  async function hasMoved(address) {
    const tag = seen.get(address);
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(address, { cache: "no-store", headers });
    if (answer.status === 304) return false;
    if (answer.status === 401 || answer.status === 403 || answer.status === 404) isOver = true;
    if (!answer.ok) throw new Error(String(answer.status));
    const now = position(await answer.json());
    const isNewer = tag ? true : now > known;
    known = Math.max(known, now);
    seen.set(address, answer.headers.get("ETag"));
    return isNewer;
  }

  async function beat() {
    if (isOver || isAsking) return;
    isAsking = true;
    try {
      const moved = await Promise.all(pulses.map(hasMoved));
      if (moved.includes(true)) await refresh();
      wait = EVERY;
    } catch {
      wait = Math.min(wait * 2, SLOWEST);
    }
    isAsking = false;
    later();
  }

  async function refresh() {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = document.activeElement;
    const address = focused && focused.getAttribute("href");
    for (const part of document.querySelectorAll("[data-live]")) {
      const other = fresh.querySelector(`[data-live="${CSS.escape(part.dataset.live)}"]`);
      if (other) become(part, other);
    }
    // A link that was drawn anew is still the link that somebody stands on.
    if (!address || focused.isConnected) return;
    const same = document.querySelector(`[data-live] a[href="${CSS.escape(address)}"]`);
    if (same) same.focus({ preventScroll: true });
  }

  // Rows that moved up or down are other rows: a link never becomes another one under the focus.
  const subject = (node) => {
    const link = node.nodeType === Node.ELEMENT_NODE && node.querySelector("a[href]");
    return link ? link.getAttribute("href") : null;
  };

  function become(old, other) {
    if (old.isEqualNode(other)) return;
    const isAlike = old.nodeName === other.nodeName
      && old.childNodes.length === other.childNodes.length
      && subject(old) === subject(other);
    if (!isAlike) {
      old.replaceWith(document.adoptNode(other));
    } else if (old.nodeType !== Node.ELEMENT_NODE) {
      old.nodeValue = other.nodeValue;
    } else {
      for (const { name } of [...old.attributes]) {
        if (!other.hasAttribute(name)) old.removeAttribute(name);
      }
      for (const { name, value } of other.attributes) {
        if (old.getAttribute(name) !== value) old.setAttribute(name, value);
      }
      const others = [...other.childNodes];
      [...old.childNodes].forEach((child, place) => become(child, others[place]));
    }
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") beat();
  });
  later();
})();
