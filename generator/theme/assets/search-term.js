/* What the search leaves out in a copy that is older than the term of a case: all that could name it.
   It can then neither be found by that, nor shown, nor saved. */
window.lantianPart(function (search) {
  "use strict";

  /* What is told of any problem, whether it is named or not. */
  const TOLD = new Set(["id", "url", "programme", "round", "province", "city", "county",
    "county_code", "place", "group", "category", "medium", "found_on", "path", "status", "open",
    "exposed", "exposed_on", "until"]);

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

  search.conceal = function (shard, today) {
    const { columns, said, size } = shard;
    const ended = Uint8Array.from({ length: size }, (_, row) => {
      const until = search.cell(shard, "until", row);
      return Number(until !== "" && until < today);
    });
    const rows = Array.from(ended.keys()).filter((row) => ended[row]);
    if (rows.length) {
      for (const [name, made] of Object.entries(columns)) if (!TOLD.has(name)) empty(made, rows);
      empty(said, saidOf(said, rows));
    }
    return Object.assign(shard, { ended });
  };
});
