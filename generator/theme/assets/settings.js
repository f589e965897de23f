/* The menu 显示: large type, high contrast and the choice of colours, for the whole site and kept in
   this browser. Loaded in the head, so that a page does not first appear in another look. */
(function () {
  "use strict";

  const PREFIX = "lantian:";
  const SWITCHES = { large: "大字版", contrast: "高对比度" };
  const SCHEMES = { "": "跟随系统", light: "浅色", dark: "深色" };
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  /* A browser may refuse to keep anything; a choice then holds for one page. */
  function kept(name) {
    try {
      return localStorage.getItem(PREFIX + name) ?? "";
    } catch {
      return "";
    }
  }

  function keep(name, value) {
    try {
      if (value) localStorage.setItem(PREFIX + name, value);
      else localStorage.removeItem(PREFIX + name);
    } catch { /* not kept */ }
  }

  function showScheme(scheme) {
    if (scheme in SCHEMES && scheme) root.setAttribute("data-lt-scheme", scheme);
    else root.removeAttribute("data-lt-scheme");
    root.toggleAttribute("data-lt-dark", scheme ? scheme === "dark" : system.matches);
  }

  function show() {
    for (const name in SWITCHES) root.toggleAttribute("data-lt-" + name, kept(name) === "on");
    showScheme(kept("scheme"));
  }

  function choice(type, name, words, isOn, changed) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    Object.assign(input, { type, name, checked: isOn });
    input.addEventListener("change", () => changed(input.checked));
    label.append(input, words);
    return label;
  }

  function group(title, choices) {
    const set = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = title;
    set.append(legend, ...choices);
    return set;
  }

  function switches() {
    return Object.entries(SWITCHES).map(([name, words]) => choice(
      "checkbox", name, words, root.hasAttribute("data-lt-" + name), (isOn) => {
        root.toggleAttribute("data-lt-" + name, isOn);
        keep(name, isOn ? "on" : "");
      }));
  }

  function schemes() {
    const now = root.getAttribute("data-lt-scheme") ?? "";
    return Object.entries(SCHEMES).map(([scheme, words]) => choice(
      "radio", "lt-scheme", words, scheme === now, () => {
        showScheme(scheme);
        keep("scheme", scheme);
      }));
  }

  function addMenu() {
    const place = document.querySelector(".md-header > .md-grid");
    if (!place) return;
    const menu = document.createElement("details");
    menu.className = "lt-display";
    const name = document.createElement("summary");
    name.textContent = "显示";
    const box = document.createElement("div");
    box.append(group("文字", switches()), group("颜色", schemes()));
    menu.append(name, box);
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.open = false;
      name.focus();
    });
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    place.append(menu);
  }

  show();
  document.addEventListener("DOMContentLoaded", addMenu);
  system.addEventListener?.("change", show);
  // Another tab, or the way back to a page that the browser had kept.
  for (const event of ["storage", "pageshow"]) addEventListener(event, show);
})();
