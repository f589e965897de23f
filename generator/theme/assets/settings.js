/* Large type and high contrast: two switches for the whole site, kept in this browser. Loaded in
   the head, so that a page does not first appear in another size. */
(function () {
  "use strict";

  const PREFIX = "lantian:";
  const NAMES = ["large", "contrast"];

  /* A browser may refuse to keep anything; the switches then hold for one page. */
  function kept(name) {
    try {
      return localStorage.getItem(PREFIX + name) === "on";
    } catch {
      return false;
    }
  }

  function keep(name, on) {
    try {
      if (on) localStorage.setItem(PREFIX + name, "on");
      else localStorage.removeItem(PREFIX + name);
    } catch { /* not kept */ }
  }

  function apply(name, on) {
    document.documentElement.toggleAttribute("data-lt-" + name, on);
    const button = document.querySelector(`[data-setting="${name}"]`);
    button?.setAttribute("aria-pressed", String(on));
  }

  function wire() {
    const group = document.querySelector('[data-part="display"]');
    if (!group) return;
    for (const name of NAMES) {
      apply(name, kept(name));
      group.querySelector(`[data-setting="${name}"]`).addEventListener("click", () => {
        const on = !document.documentElement.hasAttribute("data-lt-" + name);
        apply(name, on);
        keep(name, on);
      });
    }
    group.hidden = false;
  }

  for (const name of NAMES) apply(name, kept(name));
  document.addEventListener("DOMContentLoaded", wire);
  // Another tab, or the way back to a page that the browser had kept.
  for (const event of ["storage", "pageshow"]) {
    window.addEventListener(event, () => NAMES.forEach((name) => apply(name, kept(name))));
  }
})();
