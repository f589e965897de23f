/* Which records of a shard answer a query, how well, and how many there are of each facet's value. */
window.lantianPart(function (search) {
  "use strict";

  const TEXT = 1, TITLE = 2, EXACT = 4, MISSING = 8;   // how a word was found
  const SEVERAL = 255;
  const RANKS = 5;   // exact ID, title, text; then titles and texts of other records than issues

  /* A flag for each value of a column in which the word stands; null if in none. */
  function flagged({ folded, foldedStarts, size }, word) {
    let flags = null;
    let number = 0;
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at)) {
      while (foldedStarts[number + 1] <= at) number++;
      flags ??= new Uint8Array(size);
      const whole = at === foldedStarts[number] && at + word.length === foldedStarts[number + 1] - 1;
      flags[number] = whole ? EXACT : TEXT;
      at = foldedStarts[number + 1];   // the next value
    }
    return flags;
  }

  function markRows(found, { name, column }, word) {
    const flags = flagged(column, word);
    if (!flags) return;
    const { rows } = column;
    const title = name === "site" ? TITLE : 0;
    const keep = name === "id" ? EXACT : 0;
    for (let row = 0; row < rows.length; row++) {
      const flag = flags[rows[row]];
      if (flag) found[row] |= TEXT | title | (flag & keep);
    }
  }

  function markSaid(found, said, word) {
    const flags = flagged(said, word);
    if (!flags) return;
    let at = 0;
    for (let row = 0; row < found.length; row++) {
      const end = said.ends[row];
      while (!found[row] && at < end) found[row] = flags[said.rows[at++]] ? TEXT : 0;
      at = end;
    }
  }

  /* For each row how the word stands in it; 0 where it does not. Kept while the word is typed on. */
  function rowsWith(shard, word) {
    let found = shard.words.get(word);
    if (!found) {
      found = new Uint8Array(shard.size);
      for (const one of shard.searched) markRows(found, one, word);
      markSaid(found, shard.said, word);
      shard.words.set(word, found);
    }
    return found;
  }

  function forgetOthers(shard, words) {
    for (const word of shard.words.keys()) if (!words.includes(word)) shard.words.delete(word);
  }

  /* For each row 1 to RANKS, 0 where a word is missing. Loops over typed columns, one after the
     other, are what engines are quick at. */
  function ranked({ size, facets: { kind } }, found) {
    const ranks = new Uint8Array(size).fill(TITLE);
    const exact = new Uint8Array(size);
    for (const rows of found) {
      for (let row = 0; row < size; row++) {
        const how = rows[row];
        if (how === 0) ranks[row] = MISSING;
        ranks[row] &= how | MISSING;
        exact[row] |= how & EXACT;
      }
    }
    for (let row = 0; row < size; row++) {
      const how = ranks[row];
      if (how >= MISSING) ranks[row] = 0;
      else if (exact[row]) ranks[row] = 1;
      else ranks[row] = (how & TITLE ? 2 : 3) + (kind[row] === 0 ? 0 : 2);
    }
    return ranks;
  }

  /* Whether a day lies in a date: it begins with it (2019, 2019-07), or all of it stands between
     two of them (2019-07..2019-09). */
  function fitting(date) {
    const [first, last] = date.split("..");
    if (last === undefined) return (day) => day.startsWith(first);
    return (day) => day.length >= Math.max(first.length, last.length)
      && day.slice(0, first.length) >= first && day.slice(0, last.length) <= last;
  }

  /* For each row whether its day lies in the date; null if none is asked for. */
  function dated({ columns, size }, date) {
    if (!date) return null;
    const made = columns.found_on;
    if (!made) return new Uint8Array(size);
    const fit = fitting(date);
    const fits = Uint8Array.from({ length: made.size },
      (_, number) => Number(fit(search.value(made, number))));
    return Uint8Array.from(made.rows, (number) => fits[number]);
  }

  /* For each row the place, from 1, of the one filter that it fails; 0 if none, SEVERAL if more. */
  function failed({ size, facets }, filters) {
    const places = new Uint8Array(size);
    filters.forEach(([name, number], at) => {
      const rows = facets[name];
      for (let row = 0; row < size; row++) {
        if (rows[row] !== number) places[row] = places[row] ? SEVERAL : at + 1;
      }
    });
    return places;
  }

  /* How often each value of a facet stands in the answers, where a failure of its own filter (its
     place from 1, 0 if it has none) does not count. */
  function counted(rows, size, ranks, fails, own) {
    const counts = new Uint32Array(size + 1);   // the first is for rows without a value
    for (let row = 0; row < rows.length; row++) {
      if (ranks[row] && (fails[row] === 0 || fails[row] === own)) counts[rows[row] + 1]++;
    }
    return counts.subarray(1);
  }

  /* The rank of each row (0: no answer), the number of answers by rank and of issues among them,
     and for each facet the count of each value under the other filters. query: words, filters as
     pairs of facet and number, date; sizes: how many values each facet has. */
  function match(shard, { words, filters, date }, sizes) {
    forgetOthers(shard, words);
    const ranks = ranked(shard, words.map((word) => rowsWith(shard, word)));
    const days = dated(shard, date);
    if (days) for (let row = 0; row < shard.size; row++) if (!days[row]) ranks[row] = 0;
    const fails = failed(shard, filters);
    const counts = Object.fromEntries(Object.keys(sizes).map((name) => {
      const own = filters.findIndex(([one]) => one === name) + 1;
      return [name, counted(shard.facets[name], sizes[name], ranks, fails, own)];
    }));
    const totals = new Uint32Array(RANKS + 1);
    let issues = 0;
    for (let row = 0; row < shard.size; row++) {
      if (fails[row]) ranks[row] = 0;
      totals[ranks[row]]++;
      if (ranks[row] && shard.facets.kind[row] === 0) issues++;
    }
    totals[0] = 0;
    return { shard, ranks, totals, counts, issues };
  }

  Object.assign(search, { match, RANKS });
});
