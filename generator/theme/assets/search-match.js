/* Which records of a shard answer a query, and how well. */
window.lantianPart(function (search) {
  "use strict";

  const { forgetOthers, rowsWith, told, value, LEVELS } = search;
  const { OTHER_PARTS, PARTS, OTHER_TEXT, OTHER_TITLE, TEXT, TITLE, EXACT } = LEVELS;
  const SEVERAL = 255;
  const ORDER = [TITLE, TEXT, OTHER_TITLE, OTHER_TEXT, PARTS, OTHER_PARTS];
  const RANKS = 1 + 2 * ORDER.length;   // exact ID, then issues from title to parts, then other records likewise
  const OTHER_KINDS = EXACT + 1;        // where their ranks begin in a table of ranks

  /* The rank of each level, of issues and then of other records. What says a synonym comes before
     what is only meant by it, whatever its kind. */
  function ranksOf(literalFirst) {
    const made = new Uint8Array(2 * OTHER_KINDS);
    const all = [0, OTHER_KINDS].flatMap((kind) => ORDER.map((level) => ({ level, at: kind + level })));
    const isMeant = ({ level }) => Number(![TITLE, TEXT, PARTS].includes(level));
    if (literalFirst) all.sort((a, b) => isMeant(a) - isMeant(b));
    all.forEach(({ at }, number) => { made[at] = number + 2; });
    return made;
  }
  const USUAL = ranksOf(false), LITERAL_FIRST = ranksOf(true);

  /* For each row 1 to RANKS, 0 where a term is missing. Loops over typed columns, one after the
     other, are what engines are quick at. */
  function ranked({ size, facets: { kind } }, found, table) {
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
      if (level) ranks[row] = exact[row] ? 1 : table[level + (kind[row] === 0 ? 0 : OTHER_KINDS)];
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

  /* Of each term that finds more than what says it, see told: issues among the answers that say it (of a
     date: were found then), and all answers that do. */
  function said({ size, facets: { kind } }, term, rows, ranks) {
    const least = term.days ? TITLE : TEXT;
    let issues = 0, records = 0;
    for (let row = 0; row < size; row++) {
      if (!ranks[row] || rows[row] < least) continue;
      records++;
      if (kind[row] === 0) issues++;
    }
    return { issues, records };
  }

  /* The rank of each row (0: no answer; also before filters, for the counts), and the number of answers
     by rank and of issues among them. query: terms, filters as pairs of facet and number, date. */
  function match(shard, { terms, filters, date }, { lexicon }) {
    const widened = told(terms);
    const table = widened.some((one) => one.widened?.isAlias) ? LITERAL_FIRST : USUAL;
    const unfiltered = ranked(shard, terms.map((term) => rowsWith(shard, term, lexicon)), table);
    const toldRows = widened.map((term) => rowsWith(shard, term, lexicon));
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
    const literal = widened.map((term, at) => said(shard, term, toldRows[at], ranks));
    return { shard, ranks, unfiltered, fails, totals, issues, literal };
  }

  Object.assign(search, { match, RANKS });
});
