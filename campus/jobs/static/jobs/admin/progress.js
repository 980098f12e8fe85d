/* Asks how far the work is, moves the bar, and shows the page anew once something else has changed. */
(() => {
  "use strict";
  const SOON_MS = 700;
  const LATER_MS = 5000;
  const job = document.querySelector("[data-job]");
  if (!job) return;
  const bar = job.querySelector("progress");
  const [done, total] = [job.querySelector("[data-done]"), job.querySelector("[data-total]")];
  let state = null;

  const show = (now) => {
    if (state !== null && now.state !== state) return location.reload();
    state = now.state;
    if (now.total) {
      bar.max = now.total;
      bar.value = now.done;
      total.textContent = now.total;
    }
    done.textContent = now.done;
    setTimeout(ask, SOON_MS);
  };

  const ask = async () => {
    try {
      const answer = await fetch(job.dataset.job, { headers: { Accept: "application/json" } });
      if (answer.ok) return show(await answer.json());
      if (answer.status === 404 || answer.status === 401) return;
    } catch {
      // No connection: the work goes on without this page, and it asks again later.
    }
    setTimeout(ask, LATER_MS);
  };

  ask();
})();
