// Owns keeping the numbers of an open page true: it asks every so often whether anything was
// counted since, and then takes the page's own parts anew. The server draws them, as always.
(() => {
  "use strict";
  const page = document.querySelector("[data-pulse]");
  if (!page) return;
  const EVERY = 1500;
  const SLOWEST = 60 * 1000;
  let known = Number(page.dataset.position);
  let etag = null;
  let wait = EVERY;

  const later = () => setTimeout(beat, wait);

  // The greatest place in the log that an answer includes, whatever its shape.
  function position(answer) {
    const rows = answer.results || [answer];
    return Math.max(0, ...rows.map((row) => row.position || 0));
  }

  async function beat() {
    if (document.visibilityState === "hidden") return;
    try {
      const answer = await fetch(page.dataset.pulse, { cache: "no-cache" });
      if (answer.status === 401 || answer.status === 403) return;
      if (!answer.ok) throw new Error(String(answer.status));
      const seen = answer.headers.get("ETag");
      if (seen !== etag) {
        const now = position(await answer.json());
        if (etag !== null || now !== known) await refresh();
        etag = seen;
        known = now;
      }
      wait = EVERY;
    } catch {
      wait = Math.min(wait * 2, SLOWEST);
    }
    later();
  }

  async function refresh() {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const other = fresh.querySelector(`[data-live="${CSS.escape(part.dataset.live)}"]`);
      if (other && !part.contains(document.activeElement) && !part.isEqualNode(other)) {
        part.replaceWith(document.adoptNode(other));
      }
    }
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") beat();
  });
  later();
})();
