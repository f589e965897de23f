/* Leaves of long tables the rows with all the words that are typed: a box that works only with a
   script, so a script puts it in. The words stand in the address, to be kept and sent on. What
   stands in a part without any such row goes, with its heading and the link to it; an address with
   the anchor of a row that is left out brings all rows back. */
(function () {
  "use strict";

  const place = document.querySelector('[data-part="filter"]');
  if (!place) return;

  const what = place.dataset.filter, unit = place.dataset.unit ?? "个";
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const rows = [...document.querySelectorAll("main tbody tr")];
  const words = new Map(rows.map((row) => [row, plain(row.textContent)]));
  const links = [...document.querySelectorAll("main .lt-sections a")];
  const parts = [...document.querySelectorAll("main :is(.lt-scroll, .tbl, h2 + p)")];

  const label = document.createElement("label");
  const box = document.createElement("input");
  const said = document.createElement("span");
  box.type = "search";
  box.autocomplete = "off";
  label.append(`查${what} `, box);
  said.className = "note";
  said.setAttribute("role", "status");
  place.className = "find filter noprint";
  place.append(label, said);

  function show() {
    const typed = box.value.trim(), sought = plain(typed).split(/\s+/).filter(Boolean);
    for (const row of rows) row.hidden = !sought.every((one) => words.get(row).includes(one));
    for (const part of parts) {
      part.hidden = Boolean(typed) && !part.querySelector("tbody tr:not([hidden])");
      const before = part.previousElementSibling;
      if (before?.matches("h2")) before.hidden = part.hidden;
    }
    for (const link of links) link.hidden = document.querySelector(link.hash)?.hidden ?? false;
    const left = rows.filter((row) => !row.hidden).length;
    const found = `列出 ${left} ${unit}${what}，共 ${rows.length} ${unit}`;
    said.textContent = typed ? (left ? found : `没有含有“${typed}”的${what}`) : "";
  }

  function write({ anchor }) {
    const address = new URL(location.href), typed = box.value.trim();
    if (typed) address.searchParams.set("q", typed);
    else address.searchParams.delete("q");
    address.hash = anchor;
    history.replaceState(null, "", address);
  }

  function reveal() {
    if (!document.querySelector(":target")?.closest("[hidden]")) return;
    box.value = "";
    show();
    write({ anchor: location.hash });
    document.querySelector(":target").scrollIntoView();
  }

  box.addEventListener("input", () => { show(); write({ anchor: "" }); });
  window.addEventListener("hashchange", reveal);
  box.value = new URLSearchParams(location.search).get("q") ?? "";
  show();
  window.addEventListener("load", reveal);
})();
