// Lists what could act in the lessons of a page, as the browser's own parser understood them.
window.lesson = (() => {
  const MATHML = "http://www.w3.org/1998/Math/MathML";
  const HTML = "http://www.w3.org/1999/xhtml";
  const SAFE = ["http:", "https:", "mailto:", "tel:"];
  const ACTS = /^[\s\x00-\x20]*(javascript|vbscript|data|blob|filesystem):/i;

  function faultsOfElement(one, rules) {
    const known = one.namespaceURI === MATHML ? rules.mathml : one.namespaceURI === HTML ? rules.html : [];
    const wrong = known.includes(one.localName) ? [] : [`element ${one.namespaceURI} ${one.localName}`];
    const allowed = [...rules.attributes["*"], ...(rules.attributes[one.localName] || [])];
    for (const { name, value } of one.attributes) {
      if (!allowed.includes(name) || name === "name") wrong.push(`${one.localName} ${name}`);
      if (name.startsWith("on") || name === "style") wrong.push(`acts ${name}`);
      if (ACTS.test(value) && ["href", "src"].includes(name)) wrong.push(`${name} ${value}`);
      if (name === "id" && !value.startsWith(rules.prefix)) wrong.push(`id ${value}`);
      if (name === "href" && !SAFE.includes(protocolOf(value))) wrong.push(`href ${value}`);
      if (name === "src" && !value.startsWith("/")) wrong.push(`src ${value}`);
    }
    const shape = new RegExp(`^(?:${rules.classes})$`);
    for (const name of one.classList) if (!shape.test(name)) wrong.push(`class ${name}`);
    return wrong;
  }

  function protocolOf(address) {
    try {
      return new URL(address, document.baseURI).protocol;
    } catch {
      return "https:"; // leads nowhere
    }
  }

  const within = (root, rules) =>
    [...root.querySelectorAll("*")].flatMap((one) => faultsOfElement(one, rules));

  return {
    faults(rules) {
      const inside = [...document.querySelectorAll("article")].flatMap((article) =>
        within(article, rules).map((fault) => `${article.dataset.case}: ${fault}`)
      );
      const beside = [...document.querySelector("main").children]
        .filter((one) => !one.dataset.case || one.localName !== "article")
        .map((one) => `outside of every lesson: ${one.outerHTML.slice(0, 80)}`);
      const after = [...document.body.children]
        .filter((one) => one.localName !== "main")
        .map((one) => `outside of the page: ${one.outerHTML.slice(0, 80)}`);
      return [...inside, ...beside, ...after];
    },
    parseAgain() {
      for (const article of document.querySelectorAll("article")) {
        const html = article.innerHTML;
        article.innerHTML = html;
      }
    },
    // Whatever waits for a reader to do something is done to it.
    touchEverything() {
      const events = ["click", "focus", "mouseover", "pointerover", "toggle", "animationstart"];
      document.addEventListener("click", (event) => event.preventDefault(), true);
      for (const one of document.querySelectorAll("article *")) {
        for (const event of events) one.dispatchEvent(new Event(event, { cancelable: true }));
      }
    },
    faultsOf(html, rules) {
      const apart = document.implementation.createHTMLDocument();
      apart.body.innerHTML = html;
      return within(apart, rules).filter((fault) => !/ (html|head|title|body)$/.test(fault));
    },
  };
})();
