/* The answers of all shards in one order: by rank and day, or by a column of the table. */
window.lantianPart(function (search) {
  "use strict";

  const { cell, RANKS } = search;
  const facetKey = (...names) => (shard, row) => names.reduce(
    (key, name) => key * 10000 + shard.facets[name][row] + 1, 0) || "";
  const text = (name) => (shard, row) => cell(shard, name, row);

  /* What each column of the table is ordered by; places, categories and states in official order. */
  const KEYS = {
    site: text("site"),
    place: facetKey("city", "county"),
    category: facetKey("category"),
    status: facetKey("status"),
    owed: text("owed"),
    found_on: text("found_on"),
    id: text("id"),
  };
  const newest = { key: text("found_on"), direction: -1 };

  /* Empty values stand last both ways. */
  function compare(a, b, direction) {
    if (a === b) return 0;
    if (a === "") return 1;
    if (b === "") return -1;
    return a < b ? -direction : direction;
  }

  /* All rows of a shard in the order of a column, kept for the next query. */
  function ordered(shard, sort, { key, direction }) {
    if (!shard.orders.has(sort)) {
      const keys = Array.from({ length: shard.size }, (_, row) => key(shard, row));
      const rows = Uint32Array.from(keys, (_, row) => row);
      shard.orders.set(sort, rows.sort((a, b) => compare(keys[a], keys[b], direction) || a - b));
    }
    return shard.orders.get(sort);
  }

  /* Walks the rows of one shard that are wanted; its key is the row's place among all shards. */
  function cursor(found, order, wanted, key) {
    let at = -1;
    const made = {
      found, row: -1, key: "",
      next() {
        const end = order ? order.length : found.shard.size;
        while (++at < end) {
          made.row = order ? order[at] : at;
          if (!wanted(found.ranks[made.row])) continue;
          made.key = key(found.shard, made.row);
          return true;
        }
        return false;
      },
    };
    return made;
  }

  function* merged(cursors, direction) {
    let open = cursors.filter((one) => one.next());
    while (open.length) {
      let first = open[0];
      for (const one of open) if (compare(one.key, first.key, direction) < 0) first = one;
      yield { shard: first.found.shard, row: first.row };
      if (!first.next()) open = open.filter((one) => one !== first);
    }
  }

  function* byRank(results) {
    for (let rank = 1; rank <= RANKS; rank++) {
      const some = results.filter(({ totals }) => totals[rank]);
      yield* merged(some.map(
        (found) => cursor(found, null, (one) => one === rank, newest.key)), newest.direction);
    }
  }

  /* "" for the best first; a column of KEYS, or with "-" before it downward. */
  function order(results, sort) {
    const key = KEYS[sort.replace(/^-/, "")];
    if (!key) return byRank(results);
    const by = { key, direction: sort.startsWith("-") ? -1 : 1 };
    return merged(results.map((found) =>
      cursor(found, ordered(found.shard, sort, by), (rank) => rank > 0, key)), by.direction);
  }

  /* The rows from start to end in that order. */
  function slice(results, sort, start, end) {
    const rows = [];
    let at = 0;
    for (const one of order(results, sort)) {
      if (at >= start) rows.push(one);
      if (++at >= end) break;
    }
    return rows;
  }

  Object.assign(search, { order, slice, SORTS: Object.keys(KEYS) });
});
