// Owns practice: answers are judged here, by the key that comes with the questions, so that they
// are told at once and without a connection. The same rules as courses/rules (grading, spelling).
(() => {
  "use strict";
  const plain = (text) =>
    text
      .normalize("NFKC")
      .toLowerCase()
      .normalize("NFKC")
      .replace(/ß/gu, "ss")
      .replace(/[\u2019\u02bc]/gu, "'")
      .replace(/[\u2010\u2013\u2212]/gu, "-")
      .replace(/\s+/gu, " ")
      .trim();
  const bare = (text) =>
    plain(text).normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC").replace(/\s+/gu, " ").trim();
  const within = (share) => Math.min(1, Math.max(0, share));

  function number(text) {
    let read = text.normalize("NFKC").replace(/\s+/gu, "").toLowerCase();
    read = read.replace(/[\u2010\u2013\u2212]/gu, "-").replace(/['\u2019]/gu, "");
    const last = Math.max(read.lastIndexOf(","), read.lastIndexOf("."));
    if (last >= 0) {
      const mark = read[last];
      const other = mark === "," ? "." : ",";
      if (read.split(mark).length > 2) {
        if (!read.includes(other)) read = read.replaceAll(mark, "");
      } else {
        read = `${read.slice(0, last).replaceAll(other, "")}.${read.slice(last + 1)}`;
      }
    }
    return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/u.test(read) ? Number(read) : null;
  }

  function findText(typed, found) {
    const wanted = plain(typed);
    if (!wanted) return [];
    const exact = found.filter(([, text]) => plain(text) === wanted);
    if (exact.length) return exact.map(([id]) => id);
    const spellings = new Set(found.map(([, text]) => plain(text)));
    const alike = [...spellings].filter((text) => bare(text) === bare(wanted));
    return alike.length === 1 ? found.filter(([, t]) => plain(t) === alike[0]).map(([id]) => id) : [];
  }

  function findNumber(typed, found, tolerances) {
    const value = number(typed);
    if (value === null) return [];
    // Room for what binary fractions lose: 0.3 lies within 0.1 of 0.2.
    const slack = 1e-9 * Math.max(1, Math.abs(value));
    return found
      .filter(([id, text]) => {
        const other = number(text);
        return other !== null && Math.abs(value - other) <= (tolerances[id] || 0) + slack;
      })
      .map(([id]) => id);
  }

  function meant(given, key) {
    const found = Object.entries(key.answers || {});
    if (key.kind === "text") return given.length === 1 ? findText(given[0], found) : [];
    if (key.kind === "number")
      return given.length === 1 ? findNumber(given[0], found, key.tolerances || {}) : [];
    return given;
  }

  function several(chosen, key, credits) {
    const { right } = key;
    if (chosen.length === right.length && chosen.every((id) => right.includes(id))) return 1;
    if (!key.partial && !Object.keys(credits).length) return 0;
    const usual = (id) => (right.includes(id) ? 1 : -1) / right.length;
    return within(chosen.reduce((sum, id) => sum + (credits[id] ?? usual(id)), 0));
  }

  function ordered(given, key) {
    const { right } = key;
    if (given.join() === right.join()) return 1;
    if (!key.partial) return 0;
    let sum = 0;
    let pairs = 0;
    for (let a = 0; a < right.length; a += 1)
      for (let b = a + 1; b < right.length; b += 1) {
        pairs += 1;
        sum += given.indexOf(right[a]) < given.indexOf(right[b]) ? 1 : -1;
      }
    return within(sum / pairs);
  }

  function share(given, key) {
    const credits = key.credits || {};
    const right = key.right || [];
    if (key.kind === "multiple") return several(given, key, credits);
    if (key.kind === "ordering") return ordered(given, key);
    if (key.kind === "matching") {
      const matched = right.filter((pair) => given.includes(pair)).length / right.length;
      return key.partial || matched === 1 ? matched : 0;
    }
    const worth = meant(given, key).map((id) => credits[id] ?? Number(right.includes(id)));
    return within(Math.max(0, ...worth));
  }

  function given(field) {
    return [...field.querySelectorAll("[name^='question-']")]
      .filter((input) => !["checkbox", "radio"].includes(input.type) || input.checked)
      .map((input) => input.value)
      .filter(Boolean);
  }

  // What is right, in the words of the page.
  function rightWords(field, key) {
    const text = (id) => {
      const input = field.querySelector(`[value="${CSS.escape(id)}"]`);
      const holder = input && input.closest("label, li");
      return holder ? (holder.querySelector(".order__text") || holder).textContent.trim() : "";
    };
    if (key.kind === "text" || key.kind === "number")
      return (key.right || []).map((id) => key.answers[id]).join(" · ");
    if (key.kind === "matching")
      return key.right
        .map((pair) => {
          const option = field.querySelector(`option[value="${CSS.escape(pair)}"]`);
          const left = field.querySelector(`label[for="m-${CSS.escape(pair.split("=")[0])}"]`);
          return `${left.textContent.trim()} → ${option.textContent.trim()}`;
        })
        .join(" · ");
    const words = key.right.map(text);
    return key.kind === "ordering" ? words.map((w, n) => `${n + 1}. ${w}`).join(" ") : words.join(" · ");
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  // The texts were made and cleaned by the campus when the course was published.
  function told(className, html) {
    const made = element("div", className, "");
    made.innerHTML = html;
    return made;
  }

  function show(form, field, key, feedback) {
    const chosen = given(field);
    const worth = share(chosen, key);
    const verdict = worth >= 1 - 1e-9 ? "right" : worth > 0 ? "partly" : "wrong";
    const place = field.querySelector("[data-verdict]");
    const said = element("p", `verdict verdict--${verdict}`, form.dataset[verdict]);
    place.replaceChildren(said);
    if (verdict !== "right")
      place.append(element("p", "", `${form.dataset.answer} ${rightWords(field, key)}`));
    const made = key.kind === "ordering" ? [] : meant(chosen, key);
    for (const id of made.map((one) => one.split("=")[0]))
      if (feedback[id]) place.append(told("answer__feedback", feedback[id]));
    if (feedback[field.dataset.question])
      place.append(told("explanation", feedback[field.dataset.question]));
    place.hidden = false;
    return worth * (key.points ?? 1);
  }

  async function practise(form) {
    const place = form.querySelector("[data-record-state]");
    let told;
    try {
      told = await (await fetch(form.dataset.practice)).json();
    } catch {
      place.textContent = form.dataset.offline;
      return;
    }
    let earned = 0;
    let points = 0;
    for (const field of form.querySelectorAll("fieldset[data-question]")) {
      const key = told.key[field.dataset.question];
      points += key.points ?? 1;
      earned += show(form, field, key, told.feedback);
    }
    place.textContent = form.dataset.score.replace("%s", Math.round((100 * earned) / (points || 1)));
    if (form.dataset.enrolment) window.campusRecords.sayAnswered(form);
    form.querySelector("[data-verdict]").scrollIntoView({ block: "center" });
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("form[data-practice]")) {
      fetch(form.dataset.practice).catch(() => null); // so that it is there without a connection
      form.querySelectorAll("[data-needs-script]").forEach((one) => (one.hidden = false));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        practise(form);
      });
    }
  });
})();
