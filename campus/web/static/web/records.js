// Owns what a learner did and the campus has not yet confirmed. Each record is one key of the
// browser's storage, under an id made here or by the page, so that two tabs, a retry or a train
// in a tunnel lose nothing and count nothing twice.
(() => {
  "use strict";
  const person = document.documentElement.dataset.person;
  const PREFIX = `campus.record.${person}.`;
  const BATCH = 500;
  const SLOWEST_RETRY = 5 * 60 * 1000;
  const FINAL = new Set(["stored", "duplicate", "conflict", "refused"]);
  let wait = 2000;
  let timer = null;

  function queued() {
    const found = [];
    for (let index = 0; index < localStorage.length; index += 1) {
      const key = localStorage.key(index);
      if (!key.startsWith(PREFIX)) continue;
      try {
        found.push(JSON.parse(localStorage.getItem(key)));
      } catch {
        localStorage.removeItem(key);
      }
    }
    return found.sort((a, b) => a.at.localeCompare(b.at));
  }

  const keep = (record) => localStorage.setItem(PREFIX + record.id, JSON.stringify(record));
  const drop = (id) => localStorage.removeItem(PREFIX + id);

  function token() {
    const field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }

  // Answers null where nobody can tell what became of the records: they stay and are sent again.
  async function post(records) {
    let answer;
    try {
      answer = await fetch("/api/v1/records", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ records }),
        credentials: "same-origin",
      });
    } catch {
      return { results: null, status: 0 };
    }
    try {
      const { results = null, detail, position } = await answer.json();
      // The page that follows counts what was just done (`campus.web.acting`).
      if (position) document.cookie = `after=${position}; path=/; max-age=30; SameSite=Lax`;
      return { results: answer.ok ? results : null, status: answer.status, detail };
    } catch {
      return { results: null, status: answer.ok ? 0 : answer.status };
    }
  }

  // Answers come in the order asked; one too malformed to be read has no id of its own.
  function settle(record, result) {
    if (!FINAL.has(result.status)) return;
    drop(record.id);
    const detail = { ...result, id: record.id };
    document.dispatchEvent(new CustomEvent("campus:record", { detail }));
  }

  // Answers how it ended: 200, or why nobody can tell yet. What is refused as a whole is sent in
  // halves, so that one record that cannot be read does not keep the others for ever.
  async function deliver(records) {
    const { results, status, detail } = await post(records);
    if (results) {
      results.forEach((result, index) => settle(records[index], result));
      return 200;
    }
    if (status !== 400 && status !== 413) return status;
    if (records.length === 1) {
      settle(records[0], { status: "refused", detail });
      return 200;
    }
    const half = Math.ceil(records.length / 2);
    const first = await deliver(records.slice(0, half));
    return first === 200 ? deliver(records.slice(half)) : first;
  }

  async function send() {
    const records = queued().slice(0, BATCH);
    if (!records.length) return;
    const status = await deliver(records);
    if (status === 200) {
      wait = 2000;
      if (queued().length) later(0);
    } else {
      document.dispatchEvent(new CustomEvent("campus:waiting", { detail: { status } }));
      // Signed out: trying again helps only after signing in, which loads a page and this script.
      if (status === 401 || status === 403) return;
      later(wait);
      wait = Math.min(wait * 2, SLOWEST_RETRY);
    }
  }

  // One tab at a time sends; what another tab sent meanwhile is answered as a duplicate.
  function flush() {
    if (!navigator.locks) return send();
    return navigator.locks.request("campus.records", send);
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(flush, milliseconds);
  }

  function responses(form) {
    const given = {};
    for (const field of form.querySelectorAll("fieldset[data-question]")) {
      const chosen = [...field.querySelectorAll("[name^='question-']")]
        .filter((input) => !["checkbox", "radio"].includes(input.type) || input.checked)
        .map((input) => input.value)
        .filter(Boolean);
      if (chosen.length) given[field.dataset.question] = chosen;
    }
    return given;
  }

  // The device's clock may be wrong by days: count from the campus's time when the page was made.
  const sinceMade = (at) => new Date(Date.parse(at) + performance.now());
  const now = (form) => sinceMade(form.elements.namedItem("at").value);

  function recordOf(form) {
    const record = {
      id: form.elements.namedItem("record").value,
      enrolment: form.dataset.enrolment,
      lesson: form.dataset.lesson,
      verb: form.dataset.verb,
      at: now(form).toISOString(),
    };
    const result = {};
    if (form.dataset.verb === "answered") result.response = responses(form);
    const duration = window.campusTime ? window.campusTime.take() : null;
    if (duration) result.duration = duration;
    if (Object.keys(result).length) record.result = result;
    return record;
  }

  function say(form, kind, detail) {
    const place = form.querySelector("[data-record-state]");
    place.textContent = detail || form.dataset[kind];
    place.dataset.kind = kind;
  }

  function follow(form, record) {
    document.addEventListener("campus:record", (event) => {
      if (event.detail.id !== record.id) return;
      if (event.detail.status === "stored" || event.detail.status === "duplicate") {
        say(form, "stored");
        location.assign(form.dataset.next);
      } else {
        say(form, "refused", event.detail.detail);
        form.querySelector("button[type=submit]").disabled = false;
      }
    });
    document.addEventListener("campus:waiting", (event) => {
      const isSignedOut = event.detail.status === 401 || event.detail.status === 403;
      say(form, isSignedOut ? "signedout" : "queued");
    });
  }

  function wire(form) {
    form.addEventListener("submit", (event) => {
      const record = recordOf(form);
      try {
        keep(record);
      } catch {
        return; // Storage is full or forbidden: the form goes the plain way.
      }
      event.preventDefault();
      form.querySelector("button[type=submit]").disabled = true;
      say(form, "sending");
      follow(form, record);
      flush();
    });
  }

  // For a page that stays as it is: practice may be done again and again, each time a record.
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/u, "$1-$2-$3-$4-");
  }

  function sayAnswered(form) {
    const { enrolment, lesson } = form.dataset;
    const result = { response: responses(form) };
    const at = now(form).toISOString();
    try {
      keep({ id: newId(), enrolment, lesson, verb: "answered", at, result });
    } catch {
      return; // Storage is full or forbidden: practice goes on without being kept.
    }
    flush();
  }

  // Time spent with a lesson, however it goes on; a page that is left does not wait for an answer:
  // the next one sends what this one kept.
  function sayAttended(place, duration, isLeaving) {
    const { enrolment, lesson } = place;
    const at = sinceMade(place.at).toISOString();
    try {
      keep({ id: newId(), enrolment, lesson, verb: "experienced", at, result: { duration } });
    } catch {
      return; // Storage is full or forbidden: time is what can be done without.
    }
    if (!isLeaving) flush();
  }
  window.campusRecords = { sayAnswered, sayAttended };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("form[data-verb]").forEach(wire);
    flush();
  });
  // A page that comes back from the browser's memory bears the id of a record already sent.
  addEventListener("pageshow", (event) => {
    if (event.persisted && document.querySelector("form[data-verb]")) location.reload();
  });
  addEventListener("online", () => {
    wait = 2000;
    later(0);
  });
})();
