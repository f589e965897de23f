/* Which records of a shard answer a query, and how well. */
window.lantianPart(function (search) {
  "use strict";

  const { forgetOthers, rowsWith, value, LEVELS: { TITLE, EXACT } } = search;
  const SEVERAL = 255;
  const RANKS = 11;   // exact ID, then issues from title to parts, then other records likewise

  /* For each row 1 to RANKS, 0 where a term is missing. Loops over typed columns, one after the
     other, are what engines are quick at. */
  function ranked({ size, facets: { kind } }, found) {
    const ranks = new Uint8Array(size).fill(TITLE);
    const exact = new Uint8Array(size);
    for (const rows of found) {
      for (let row = 0; row < size; row++) {
        if (rows[row] === EXACT) exact[row] = 1;
        if (rows[row] < ranks[row]) ranks[row] = rows[row];
      }
    }
    for (let row = 0; row < size; row++) {
      const level = ranks[row];
      if (level) ranks[row] = exact[row] ? 1 : EXACT + 1 - level + (kind[row] === 0 ? 0 : TITLE);
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
      (_, number) => Number(fit(value(made, number))));
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

  /* The rank of each row (0: no answer; also before filters, for the counts), and the number of answers
     by rank and of issues among them. query: terms, filters as pairs of facet and number, date. */
  function match(shard, { terms, filters, date }, { lexicon }) {
    const unfiltered = ranked(shard, terms.map((term) => rowsWith(shard, term, lexicon)));
    forgetOthers(shard);
    const days = dated(shard, date);
    if (days) for (let row = 0; row < shard.size; row++) if (!days[row]) unfiltered[row] = 0;
    const fails = failed(shard, filters);
    const ranks = filters.length ? unfiltered.slice() : unfiltered;
    const totals = new Uint32Array(RANKS + 1);
    let issues = 0;
    for (let row = 0; row < shard.size; row++) {
      if (fails[row]) ranks[row] = 0;
      totals[ranks[row]]++;
      if (ranks[row] && shard.facets.kind[row] === 0) issues++;
    }
    totals[0] = 0;
    return { shard, ranks, unfiltered, fails, totals, issues };
  }

  Object.assign(search, { match, RANKS });
});
