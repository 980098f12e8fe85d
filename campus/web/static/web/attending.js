// Owns how long a lesson was attended to: while its page is in sight and somebody moved, typed,
// scrolled or watched a film within the last two minutes. What is not said with "done" is kept as
// a record of its own when the page is left, and sent like every other, with the next page if need
// be.
(() => {
  "use strict";
  const IDLE = 2 * 60 * 1000;
  const TICK = 1000;
  // A computer that slept, or a page that was frozen, says nothing of the time in between.
  const LONGEST_TICK = 5 * TICK;
  const LEAST = 5 * 1000;
  // The campus counts half an hour of a record at most: a long lesson is said in parts.
  const PART = 20 * 60 * 1000;
  const SIGNS = ["pointermove", "pointerdown", "keydown", "wheel", "scroll", "input", "timeupdate"];

  let attended = 0;
  let last = performance.now();
  let sign = last;

  function count() {
    const now = performance.now();
    const isAwake = now - last <= LONGEST_TICK;
    if (document.visibilityState === "visible" && isAwake && now - sign < IDLE) {
      attended += now - last;
    }
    last = now;
    return attended;
  }

  // The time attended so far as xAPI writes it, or null; it is then said, and counted anew.
  function take(least = TICK) {
    if (count() < least) return null;
    const seconds = Math.round(attended / 1000);
    attended = 0;
    return `PT${seconds}S`;
  }

  function keep(isLeaving) {
    const place = document.querySelector("[data-attended]");
    const duration = place && window.campusRecords ? take(LEAST) : null;
    if (duration) window.campusRecords.sayAttended(place.dataset, duration, isLeaving);
  }

  for (const name of SIGNS) {
    document.addEventListener(name, () => { sign = performance.now(); }, { capture: true, passive: true });
  }
  setInterval(() => { if (count() >= PART) keep(false); }, TICK);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      // What was counted until this moment was in sight.
      attended += Math.min(performance.now() - last, TICK);
      last = performance.now();
      keep(false);
    } else {
      last = performance.now();
      sign = last;
    }
  });
  addEventListener("pagehide", () => keep(true));
  window.campusTime = { take };
})();
