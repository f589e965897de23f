/* Leaves of long tables the rows with what is typed: a box that works only with a script, so a
   script puts it in. What stands in a part without any such row goes with its heading. */
(function () {
  "use strict";

  const place = document.querySelector('[data-part="filter"]');
  if (!place) return;

  const what = place.dataset.filter;
  const rows = [...document.querySelectorAll("main tbody tr")];
  const words = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

  const label = document.createElement("label");
  const box = document.createElement("input");
  const said = document.createElement("span");
  box.type = "search";
  box.autocomplete = "off";
  label.append(`查${what} `, box);
  said.className = "note";
  said.setAttribute("role", "status");
  place.className = "find noprint";
  place.append(label, said);

  /* The table with what surrounds it up to its heading. */
  function hideEmpty() {
    for (const table of document.querySelectorAll("main table")) {
      const isEmpty = ![...table.tBodies[0].rows].some((row) => !row.hidden);
      const part = table.parentElement;
      part.hidden = isEmpty;
      if (part.previousElementSibling?.matches("h2")) part.previousElementSibling.hidden = isEmpty;
    }
  }

  box.addEventListener("input", () => {
    const sought = box.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !words.get(row).includes(sought);
    hideEmpty();
    const left = rows.filter((row) => !row.hidden).length;
    said.textContent = sought ? (left ? `列出 ${left} 个${what}` : `没有含有“${box.value.trim()}”的${what}`) : "";
  });
})();
