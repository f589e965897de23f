/* One shard of records, unpacked: each column is a single text with every value once, and for each
   record the number of its value. No object is made for a record. */
window.lantianPart(function (search) {
  "use strict";

  const { fold } = search;
  const SEPARATOR = "\x7f";
  const NONE = -1;
  const FIRST = 0x100, BASE = 0xd700;   // of the signs that numbers are written in

  function bytesOf(base64) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
    const binary = atob(base64);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  }

  async function unpack(packed) {
    const stream = new Blob([bytesOf(packed)]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  /* Where each value begins, and at last where the next one would. */
  function starts(text) {
    const found = [0];
    for (let at = text.indexOf(SEPARATOR); at >= 0; at = text.indexOf(SEPARATOR, at + 1)) {
      found.push(at + 1);
    }
    found.push(text.length + 1);
    return new Uint32Array(found);
  }

  /* Numbers stand as signs, the first of which is 0; with a width of 2 the higher digit first. */
  function numbers(signs, width = 1) {
    const found = width === 1 ? new Uint16Array(signs.length) : new Uint32Array(signs.length / 2);
    for (let at = 0; at < found.length; at++) {
      found[at] = width === 1 ? signs.charCodeAt(at) - FIRST
        : (signs.charCodeAt(2 * at) - FIRST) * BASE + signs.charCodeAt(2 * at + 1) - FIRST;
    }
    return found;
  }

  function column({ values, width, rows }) {
    const begins = starts(values);
    return {
      text: values, starts: begins, size: begins.length - 1, rows: numbers(rows, width),
      folded: "", foldedStarts: null,
    };
  }

  function value({ text, starts: begins }, number) {
    return text.slice(begins[number], begins[number + 1] - 1);
  }

  function searchable(made) {
    made.folded = fold(made.text);
    made.foldedStarts = made.folded.length === made.text.length ? made.starts : starts(made.folded);
    return made;
  }

  /* For each record what numberOf(its value) gives. */
  function numbered(made, numberOf) {
    const numbers = Array.from({ length: made.size }, (_, at) => numberOf(value(made, at)));
    const found = new Int16Array(made.rows.length);
    for (let row = 0; row < found.length; row++) found[row] = numbers[made.rows[row]];
    return found;
  }

  /* The number of an option of a facet. */
  function placeAmong(options) {
    const places = new Map(options.map(({ key }, place) => [key, place]));
    return (text) => places.get(text) ?? NONE;
  }

  /* The number of an option of the facet of deadlines, see search-load.js. */
  function lateness({ today, soon }) {
    return (due) => (!due ? NONE : due < today ? 0 : due <= soon ? 1 : 2);
  }

  function facets(raw, columns, { options, days }) {
    const none = new Int16Array(raw.records).fill(NONE);
    const found = Object.fromEntries(Object.keys(options).map((name) => {
      const made = raw.facets[name] ? column(raw.facets[name]) : columns[name];
      return [name, made ? numbered(made, placeAmong(options[name])) : none];
    }));
    found.overdue = columns.owed ? numbered(columns.owed, lateness(days)) : none;
    return found;
  }

  /* What a record says besides its columns: many values, those of row n from ends[n - 1] on. */
  function said(raw) {
    let end = 0;
    const ends = Uint32Array.from(numbers(raw.counts), (count) => (end += count));
    return { ...searchable(column(raw)), ends };
  }

  /* What stands in a name ranks highest: with that known first, other texts may need no reading. */
  function nameFirst(columns) {
    return [...columns].sort((a, b) => Number(b.name === "site") - Number(a.name === "site"));
  }

  /* about: the columns, the facets' options and the days, see search-load.js. */
  async function shard(packed, about) {
    const raw = await unpack(packed);
    const columns = {};
    for (const [name, one] of Object.entries(raw.columns)) columns[name] = column(one);
    const made = {
      size: raw.records,
      columns,
      said: said(raw.said),
      hit: about.columns.filter(({ uses }) => uses.includes("hit")),
      searched: nameFirst(about.columns.filter(({ name, uses }) => uses.includes("words") && columns[name]))
        .map(({ name, uses }) => ({ name, uses, column: searchable(columns[name]) })),
      facets: facets(raw, columns, about),
      words: new Map(), used: new Set(),   // kept answers, and those that the last query asked for
      orders: new Map(),
    };
    return search.conceal(made, about);
  }

  /* What stands in a column of a record; "" where nothing does. */
  function cell({ columns }, name, row) {
    const made = columns[name];
    return made ? value(made, made.rows[row]) : "";
  }

  Object.assign(search, { shard, cell, value });
});
