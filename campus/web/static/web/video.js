// Plays a video that lies on another host inside the lesson, once the reader has said so.
// Until then nothing is asked of that host: the lesson holds its address as data and a link.
(() => {
  "use strict";
  const KEPT = "campus-videos";

  // Storage may be refused: then nothing is remembered, and every video asks.
  const remembered = () => {
    try {
      return new Set(JSON.parse(localStorage.getItem(KEPT)) || []);
    } catch {
      return new Set();
    }
  };
  const remember = (place, is_wanted) => {
    const places = remembered();
    if (is_wanted) places.add(place);
    else places.delete(place);
    try {
      localStorage.setItem(KEPT, JSON.stringify([...places]));
    } catch {
      // asked again next time
    }
  };

  const made = (name, properties, ...inside) => {
    const one = Object.assign(document.createElement(name), properties);
    one.append(...inside);
    return one;
  };

  const frameOf = (figure) =>
    made("iframe", {
      className: "video-elsewhere__frame",
      title: figure.dataset.title,
      allow: "fullscreen; picture-in-picture; encrypted-media",
      // Its player may run and open its own site, and never lead this page away.
      sandbox: "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation",
      // Hosts refuse a player that does not say which site it stands in; the page stays unsaid.
      referrerPolicy: "strict-origin",
      src: figure.dataset.embed,
    });

  function play(figure) {
    const frame = frameOf(figure);
    const place = figure.dataset.place;
    figure.prepend(frame);
    for (const one of figure.querySelectorAll(".video-elsewhere__ask")) one.remove();
    figure.querySelector("p").hidden = true;
    figure.classList.add("video-elsewhere--plays");
    if (remembered().has(place)) figure.append(stopping(place, figure.dataset.stop));
    return frame;
  }

  function stopping(place, words) {
    const stop = made("button", { type: "button", className: "video-elsewhere__stop" }, words);
    stop.addEventListener("click", () => {
      remember(place, false);
      location.reload();
    });
    return stop;
  }

  function ask(figure) {
    const { place, show, always } = figure.dataset;
    const tick = made("input", { type: "checkbox" });
    const button = made("button", { type: "button", className: "button" }, show);
    button.addEventListener("click", () => {
      if (tick.checked) remember(place, true);
      play(figure).focus();
    });
    const label = made("label", { className: "video-elsewhere__always" }, tick, always);
    const asked = made("div", { className: "video-elsewhere__ask" }, button, label);
    figure.querySelector("p").after(asked);
  }

  const known = remembered();
  for (const figure of document.querySelectorAll("figure.video-elsewhere[data-embed]")) {
    figure.querySelector("a.button")?.classList.remove("button"); // the second way, no longer the only one
    if (known.has(figure.dataset.place)) play(figure);
    else ask(figure);
  }
})();
