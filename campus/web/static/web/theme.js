// Owns the choice between light and dark. Loaded in <head> so that no wrong colour flashes.
(() => {
  "use strict";
  const KEY = "campus.theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    // Storage may be forbidden by the browser's privacy settings: then the system decides.
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function remember(theme) {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      return;
    }
  }

  const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";

  if (chosen() === "light" || chosen() === "dark") root.dataset.theme = chosen();

  function wire(button) {
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    show();
    system.addEventListener("change", show);
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      remember(root.dataset.theme);
      show();
    });
  }

  // Menus close on Escape and on a click elsewhere; without this script they still open and close.
  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu === except) continue;
      const hadFocus = menu.contains(document.activeElement);
      menu.open = false;
      if (hadFocus) menu.querySelector("summary").focus();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-toggle]").forEach(wire);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") closeMenus(null);
    });
    document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  });
})();
