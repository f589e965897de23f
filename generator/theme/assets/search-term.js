/* What the search leaves out in a copy that is older than the term of a case: all that could name it.
   It can then neither be found by that, nor shown, nor saved. */
window.lantianPart(function (search) {
  "use strict";

  /* The number of one more value of a column, which is empty and found by no word. */
  function nothing(made) {
    const begins = new Uint32Array(made.starts.length + 1);
    begins.set(made.starts);
    begins[made.starts.length] = begins[made.starts.length - 1] + 1;
    made.starts = begins;
    return made.size++;
  }

  function empty(made, places) {
    const none = nothing(made);
    for (const at of places) made.rows[at] = none;
  }

  /* The places in `said` of all texts of these rows. */
  function* saidOf({ ends }, rows) {
    for (const row of rows) for (let at = row ? ends[row - 1] : 0; at < ends[row]; at++) yield at;
  }

  /* Of the columns only those stay that the manifest names, and the address. */
  search.conceal = function (shard, { columns: known, days: { reader } }) {
    const { columns, said, size } = shard;
    const ended = Uint8Array.from({ length: size }, (_, row) => {
      const until = search.cell(shard, "until", row);
      return Number(until !== "" && until < reader);
    });
    const rows = Array.from(ended.keys()).filter((row) => ended[row]);
    if (rows.length) {
      const kept = new Set(["url", ...known.filter(({ uses }) => uses.includes("tombstone"))
        .map(({ name }) => name)]);
      for (const [name, made] of Object.entries(columns)) if (!kept.has(name)) empty(made, rows);
      empty(said, saidOf(said, rows));
    }
    return Object.assign(shard, { ended });
  };
});
