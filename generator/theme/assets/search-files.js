/* The hits as files: rows with the columns of a ledger, as CSV and as JSON that says what its
   columns mean. search-xlsx.js makes spreadsheets of the same rows. */
window.lantianPart(function (search) {
  "use strict";

  const { cell } = search;
  const SLICE = 2000;   // rows between two pauses, so that a key need not wait
  const NUMBER_TITLE = "序号";
  const FORMULA = /^[=+\-@\t\r]/;

  /* Lets what else is waiting be done; timers would be slowed down. */
  function pause() {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { port1.close(); resolve(); };
      port2.postMessage(null);
    });
  }

  /* One array of cells for each issue, in the columns' order, some at a time. */
  async function* slices(hits, columns) {
    let rows = [];
    for (const { shard, row } of hits) {
      if (shard.facets.kind[row] !== 0) continue;   // only issues have these columns
      rows.push(columns.map(({ name }) => cell(shard, name, row)));
      if (rows.length < SLICE) continue;
      yield rows;
      rows = [];
      await pause();
    }
    yield rows;
  }

  /* A cell that a spreadsheet would take for a formula gets an apostrophe. */
  function quoted(text, { kind }) {
    const safe = kind === "text" && FORMULA.test(text) ? "'" + text : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  async function csv(hits, columns) {
    const heads = columns.map(({ title }) => quoted(title, { kind: "text" }));
    const parts = ["\ufeff", [NUMBER_TITLE, ...heads].join(",") + "\r\n"];
    let number = 0;
    for await (const rows of slices(hits, columns)) {
      parts.push(rows.map((cells) =>
        [++number, ...cells.map((text, at) => quoted(text, columns[at]))].join(",") + "\r\n").join(""));
    }
    return new Blob(parts, { type: "text/csv;charset=utf-8" });
  }

  /* Days stay text: some are known to the month only. */
  function described(columns, today) {
    const fields = columns.map(({ name, title, kind, meaning }) =>
      ({ name, title, type: kind === "number" ? "integer" : "string", description: meaning }));
    return {
      name: "lantian-ledger-hits",
      title: "问题台账：检索结果",
      created: today,
      resources: [{ name: "rows", path: "#/rows", format: "json", encoding: "utf-8", schema: { fields } }],
    };
  }

  /* A number that is not known is null: its type says that it is no text. */
  function numbered(cell) {
    return cell === "" ? null : Number(cell);
  }

  async function json(hits, columns, today) {
    const parts = [`{"datapackage":${JSON.stringify(described(columns, today))},\n"rows":[`];
    let lead = "\n";
    for await (const rows of slices(hits, columns)) {
      for (const cells of rows) {
        const values = columns.map(({ name, kind }, at) =>
          [name, kind === "number" ? numbered(cells[at]) : cells[at]]);
        parts.push(lead + JSON.stringify(Object.fromEntries(values)));
        lead = ",\n";
      }
    }
    parts.push("\n]}\n");
    return new Blob(parts, { type: "application/json" });
  }

  Object.assign(search, { pause, slices, NUMBER_TITLE, files: { csv, json } });
});
