/* Makes the tables marked data-sortable sortable: a button in each column head; a first click
   sorts texts upward and numbers downward, a second the other way, a third restores the order
   of the build; a screen reader is told which. Each cell learns the head of its column, by which
   a narrow screen shows a row as a card, and a link that is only a number learns what it counts.
   Here and not in the pages: a page of a large register has thousands of cells. */
(function () {
  "use strict";

  const NUMBER = /^[-−]?[\d,]+(\.\d+)?%?$/;

  function sortText(row, column) {
    const cell = row.cells[column];
    return cell ? (cell.dataset.sort ?? cell.textContent).trim() : "";
  }

  function toNumber(text) {
    return Number(text.replace("−", "-").replace(/[,%]/g, ""));
  }

  /* Texts are compared by code unit: the browser's Chinese order reads 长治 as zhang. A build
     that wants another order says so in data-sort. */
  function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
  }

  function isNumeric(rows, column) {
    const texts = rows.map((row) => sortText(row, column)).filter((text) => text !== "");
    return texts.every((text) => NUMBER.test(text));
  }

  /* The rows in order of a column; empty cells stand last both ways. */
  function sorted(rows, column, direction) {
    const texts = new Map(rows.map((row) => [row, sortText(row, column)]));
    const filled = rows.filter((row) => texts.get(row) !== "");
    const numeric = isNumeric(rows, column);
    const keys = new Map(
      filled.map((row) => [row, numeric ? toNumber(texts.get(row)) : texts.get(row)]),
    );
    filled.sort((a, b) => direction * compare(keys.get(a), keys.get(b)));
    return filled.concat(rows.filter((row) => texts.get(row) === ""));
  }

  /* Of numbers the most are looked for, of texts the first. */
  function nextState(state, numeric) {
    const states = numeric ? ["none", "descending", "ascending"] : ["none", "ascending", "descending"];
    return states[(states.indexOf(state) + 1) % states.length];
  }

  /* Says in words how a table is sorted, wherever the reader is on the page. */
  function announce(text) {
    let status = document.querySelector('[data-part="sorted"]');
    if (!status) {
      status = document.createElement("p");
      status.className = "vh";
      status.dataset.part = "sorted";
      status.setAttribute("role", "status");
      document.body.append(status);
    }
    status.textContent = text;
  }

  function said(name, state, numeric) {
    if (state === "none") return "恢复原来的顺序";
    const orders = numeric ? ["从少到多", "从多到少"] : ["升序", "降序"];
    return `按${name}${orders[state === "ascending" ? 0 : 1]}排列`;
  }

  function click(heads, head, bodies) {
    const numeric = head.matches(".lt-num, .num") &&
      bodies.every(({ rows }) => isNumeric(rows, head.cellIndex));
    const state = nextState(head.getAttribute("aria-sort") ?? "none", numeric);
    for (const other of heads) other.removeAttribute("aria-sort");
    if (state !== "none") head.setAttribute("aria-sort", state);
    for (const { body, rows } of bodies) {
      const direction = state === "descending" ? -1 : 1;
      body.append(...(state === "none" ? rows : sorted(rows, head.cellIndex, direction)));
    }
    announce(said(head.textContent.trim(), state, numeric));
  }

  /* The words of the head move into a button, so that keyboard and screen reader find it. */
  function addButton(head) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "lt-sort";
    button.setAttribute("aria-label", head.textContent.trim());   // no arrow, no sign
    button.append(...head.childNodes);
    head.append(button);
    return button;
  }

  const CARDS_FROM = 4;   // columns: fewer fit into any screen

  function rowName(row) {
    const head = row.querySelector('th[scope="row"]');
    return (head?.querySelector("a, .lt-text") ?? head)?.textContent.trim() ?? "";
  }

  /* "7" alone says nothing to who hears only the links of a page. */
  function nameNumbers(cell, row, head) {
    for (const link of cell.querySelectorAll("a:not([aria-label])")) {
      const text = link.textContent.trim();
      if (!NUMBER.test(text)) continue;
      const about = rowName(row);
      link.setAttribute("aria-label", `${about} ${head} ${text}`.trim());
    }
  }

  function nameCells(table, rows, names) {
    for (const row of rows) {
      for (const cell of row.cells) {
        const head = names[cell.cellIndex] ?? "";
        if (cell.tagName !== "TD" || cell.colSpan > 1) continue;
        cell.dataset.h ??= head;
        cell.classList.toggle("e", cell.textContent.trim() === "" && !cell.querySelector("svg, img"));
        nameNumbers(cell, row, head);
      }
    }
    if (names.length >= CARDS_FROM) table.classList.add("rows", "flow");
    else narrow.push(table);
  }

  const narrow = [];   // tables of few columns: cards where even these have no room

  function makeCardsOfNarrow() {
    const wide = narrow.filter((one) => one.scrollWidth > one.parentElement.clientWidth);
    for (const one of wide) one.classList.add("rows", "flow");
  }

  /* With joined cells a column has no number; a row that is one cell names a group. */
  function hasJoinedCells(table) {
    return table.querySelector("thead [colspan], td[colspan], tbody [rowspan]") !== null;
  }

  function headsOf(table) {
    return [...(table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? [])];
  }

  function makeCards(table) {
    if (!table.tHead || hasJoinedCells(table)) return;
    nameCells(table, [...table.querySelectorAll("tbody > tr, tfoot > tr")],
      headsOf(table).map((head) => head.textContent.trim()));
  }

  function upgrade(table) {
    const bodies = [...table.tBodies].map((body) => ({ body, rows: [...body.rows] }));
    const heads = headsOf(table);
    if (table.querySelector("thead [colspan], tbody [colspan], tbody [rowspan]")) return;
    makeCards(table);
    for (const head of heads) {
      if (head.textContent.trim() === "" || "nosort" in head.dataset) continue;
      addButton(head).addEventListener("click", () => click(heads, head, bodies));
    }
  }

  document.querySelectorAll("table[data-sortable]").forEach(upgrade);
  document.querySelectorAll("table.lt-table:not([data-sortable])").forEach(makeCards);
  makeCardsOfNarrow();
  addEventListener("resize", makeCardsOfNarrow);
  // What is wider than its box is scrolled by keyboard as well.
  for (const one of document.querySelectorAll("pre, pre > code")) one.tabIndex = 0;
})();
