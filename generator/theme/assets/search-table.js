/* The hits as a table, with the words found marked, and the buttons of its pages. Only text nodes
   and elements are made, never markup. */
(function () {
  "use strict";

  const search = window.lantianSearch;
  const { element, matches } = search;
  const part = (name) => document.querySelector(`.lt-search [data-part="${name}"]`);
  const heads = [...part("results").querySelectorAll("th")];
  const body = part("results").querySelector("tbody");
  const AROUND = 2;   // page buttons on each side of the present one

  /* The text with the words found in <mark>. */
  function marked(text, words) {
    const made = document.createDocumentFragment();
    let at = 0;
    for (const match of matches(text, words)) {
      if (match.start < at) continue;
      made.append(text.slice(at, match.start));
      made.append(element("mark", "", text.slice(match.start, match.end)));
      at = match.end;
    }
    made.append(text.slice(at));
    return made;
  }

  /* Roles are said outright, because on a phone the rows are laid out as cards. */
  function cell(head, className, ...children) {
    const made = element("td", className, ...children);
    made.setAttribute("role", "cell");
    made.dataset.head = heads[head].textContent.trim();
    return made;
  }

  function daysOver(due, today) {
    return due && due < today ? Math.round((Date.parse(today) - Date.parse(due)) / 864e5) : 0;
  }

  /* A deadline known to the month is printed as such, and passes with the month's last day. */
  function deadline({ owed, owed_stated: stated }, today) {
    const over = daysOver(owed, today);
    return over ? [stated, " ", element("span", "st over", `逾期 ${over} 天`)] : [stated];
  }

  /* Ways to end by which a finding did not stand: grey, never the colour of work done. */
  const GONE = ["cancelled", "refused"];

  /* The mark that the pages have for the same state, see state_mark in views.py. */
  function mark({ status: name, open, outcome, programme }, { options, waiting }) {
    if (GONE.includes(options.outcome[outcome]?.key)) return "gone";
    const waits = open === "open" && waiting[options.programme[programme]?.key]?.includes(name);
    return waits ? "wait" : { open: "hand", closed: "done", unknown: "acted" }[open] ?? "unk";
  }

  function status(hit, words, about) {
    if (!hit.status) return "";
    return element("span", `st ${mark(hit, about)}`, marked(hit.status, words));
  }

  function row(hit, words, about) {
    const { options: { kind: kinds }, today } = about;
    const link = element("a", "lt-text", marked(hit.site || hit.id, words));
    link.href = "../" + hit.url;
    const first = element("th", "", link);
    first.scope = "row";
    first.setAttribute("role", "rowheader");
    const pieces = hit.snippet.map((text) => element("span", "lt-text lt-piece", marked(text, words)));
    const made = element("tr", "", first,
      cell(1, "lt-text", marked(hit.place, words)),
      cell(2, "lt-text", hit.kind > 0 ? kinds[hit.kind].label : marked(hit.category, words)),
      cell(3, "", status(hit, words, about)),
      cell(4, "lt-date", ...deadline(hit, today)),
      cell(5, "lt-date", marked(hit.found_on, words)),
      cell(6, "", element("code", "lt-id", marked(hit.id, words))),
      cell(7, "lt-long", ...pieces));
    made.setAttribute("role", "row");
    made.dataset.hit = hit.id;
    return made;
  }

  /* How the hits are sorted, for the line that a screen reader speaks; "" for the usual order. */
  function sorting(sort) {
    const head = heads.find(({ dataset }) => dataset.sort && dataset.sort === sort.replace(/^-/, ""));
    return head ? `，按${head.textContent.trim()}${sort.startsWith("-") ? "降序" : "升序"}排列` : "";
  }

  function showSort(sort) {
    for (const head of heads) {
      const name = head.dataset.sort;
      if (name === sort) head.setAttribute("aria-sort", "ascending");
      else if (name && "-" + name === sort) head.setAttribute("aria-sort", "descending");
      else head.removeAttribute("aria-sort");
    }
  }

  function showRows({ rows }, { marks, sort }, about) {
    const focused = body.contains(document.activeElement)
      ? document.activeElement.closest("tr").dataset.hit : "";
    body.replaceChildren(...rows.map((hit) => row(hit, marks, about)));
    showSort(sort);
    if (focused) (body.querySelector(`[data-hit="${CSS.escape(focused)}"] a`) ?? part("results")).focus();
    part("results").hidden = rows.length === 0;
  }

  function button(label, number, name, changed) {
    const made = element("button", "", label);
    made.type = "button";
    made.setAttribute("aria-label", name);
    made.addEventListener("click", () => changed(number));
    return made;
  }

  function gap(before, page) {
    return page - before > 1 ? [element("span", "", "…")] : [];
  }

  /* The pages that have a button: the first, the last, and those around the present one. */
  function showPages({ page, pages }, changed) {
    const near = Array.from({ length: pages }, (_, at) => at + 1)
      .filter((one) => one === 1 || one === pages || Math.abs(one - page) <= AROUND);
    const made = near.flatMap((one, at) => {
      const number = button(String(one), one, `第 ${one} 页`, changed);
      if (one === page) number.setAttribute("aria-current", "page");
      return [...gap(near[at - 1] ?? one, one), number];
    });
    if (page > 1) made.unshift(button("上一页", page - 1, "上一页", changed));
    if (page < pages) made.push(button("下一页", page + 1, "下一页", changed));
    part("pages").replaceChildren(...made);
    part("pages").hidden = pages < 2;
  }

  Object.assign(search, { part, heads, showRows, showPages, sorting });
})();
