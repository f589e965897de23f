/* What is typed as a query: terms, all of which a record must have, each in one of several forms. */
window.lantianPart(function (search) {
  "use strict";

  const {
    citiesNamed, dateOf, explained, fold, heard, inFigures, otherNumbers, pieces, programmes, writtenDates,
  } = search;
  const PIECES = /"([^"]*)"|“([^”]*)”|「([^」]*)」|『([^』]*)』|([^\s"“「『\x7f&|,]+)/g;
  const MACHINE = /[:·]/;   // words by which numbers on pages lead to records
  const SOLID_ID = [/^([a-z]{2,4}\d\d)(\d{6})(r\d\d+?)([a-z])(\d{3,5})$/, /^([a-z]{2,4}\d\d)(\d{6})(r\d\d+?)([a-z]\d\d)(\d{3,5})$/];

  function term(text) {
    return { text, forms: [{ text }], filters: [], days: null, latin: "", parts: [], entries: [], meant: null, widened: null, isProgramme: false, isRound: false };
  }

  function add(made, texts, more = {}) {
    for (const text of texts) {
      if (!made.forms.some((form) => form.text === text)) made.forms.push({ text, ...more });
    }
  }

  /* Filters as pairs of facet and numbers of its options; null where no record has them. */
  function numbered(filters, options) {
    const made = filters.map(([name, keys]) => [name, keys
      .map((key) => options[name]?.findIndex((one) => one.key === key) ?? -1).filter((at) => at >= 0)]);
    return made.every(([, numbers]) => numbers.length) ? made : null;
  }

  /* A name that units of several cities have is looked for behind the name of the city. */
  function named(entry, name, lexicon) {
    return lexicon.named.get(name).length > 1 && entry.kind === "county" ? fold(entry.within) + name : name;
  }

  function isElsewhere({ kind, filters }, cities) {
    return kind === "county" && cities.length > 0 && !cities.includes(filters[0][1][0]);
  }

  /* What else means the same; of names that hold each other the shortest finds all. */
  function addEntry(made, entry, lexicon, options, { names }) {
    if (isElsewhere(entry, lexicon.cities)) return;
    made.entries.push(entry);
    const filters = entry.filters.length ? numbered(entry.filters, options) : null;
    if (filters) made.filters.push(filters);
    if (!names) return;
    const shortest = entry.folded.filter((name) =>
      !entry.folded.some((other) => other !== name && name.includes(other)));
    add(made, shortest.map((name) => named(entry, name, lexicon)), { other: true });
  }

  function addDate(made, date) {
    made.days = date;
    add(made, writtenDates(date));
  }

  function addSound(made, lexicon, options) {
    const { entries, pieces } = heard(lexicon, made.text);
    for (const entry of entries) addEntry(made, entry, lexicon, options, { names: true });
    add(made, pieces, { other: true });
    made.latin = made.text;
  }

  /* A round by its number, of whichever programme: its name is one, also within the numbers of others. */
  function addRounds(made, text, lexicon, options) {
    const found = [text, ...otherNumbers(text)].flatMap((one) => lexicon.named.get(one) ?? [])
      .filter(({ kind }) => kind === "round");
    for (const entry of found) addEntry(made, entry, lexicon, options, { names: false });
    made.isRound = found.length > 0 && made.filters.length > 0;
  }

  function addProgramme(made, lexicon, options) {
    const found = programmes(lexicon, made.text);
    for (const entry of found) addEntry(made, entry, lexicon, options, { names: false });
    made.isProgramme = found.length > 0;
  }

  /* A term of the glossary is looked for by its other names too, but never cut out of a run. */
  function addMeant(made, meant) {
    if (!meant) return;
    made.meant = meant;
    add(made, meant.folded, { other: true });
  }

  /* What a word is looked for as well, with the facet that knows it; null for places and programmes,
     whose names mean the same, and for sounds. isAlias: the word is not the usual one. */
  function widening(lexicon, text, meant) {
    const known = (lexicon.named.get(text) ?? []).filter(({ kind }) => kind === "word");
    const entry = known.find(({ filters }) => filters.length) ?? known[0] ?? meant;
    if (!entry || (!known.length && !isHan(text))) return null;
    return { name: entry.names[0], facet: entry.filters?.[0]?.[0] ?? "", isAlias: fold(entry.names[0]) !== text };
  }

  function isHan(text) {
    return /[\u4e00-\u9fff]/.test(text);
  }

  /* A term with all its forms; of a run of words also its parts. */
  function understood(word, lexicon, options, { whole = false } = {}) {
    const made = term(word);
    const text = lexicon.simplify(word);
    add(made, [text]);
    if (MACHINE.test(word)) return made;
    const figures = inFigures(text);
    const date = dateOf(figures);
    if (date) addDate(made, date);
    else if (/[a-z\u4e00-\u9fff]/.test(text)) addProgramme(made, lexicon, options); // no bare year
    add(made, otherNumbers(text), { other: true });
    for (const solid of SOLID_ID) add(made, [text.match(solid)?.slice(1).join("-")].filter(Boolean));
    addRounds(made, text, lexicon, options);
    const named = (lexicon.named.get(text) ?? []).filter(({ kind }) => kind !== "round");
    for (const entry of named) addEntry(made, entry, lexicon, options, { names: true });
    if (/^[a-z]{2,}$/.test(text)) addSound(made, lexicon, options);
    addMeant(made, explained(lexicon, text));
    if (!made.isProgramme) made.widened = widening(lexicon, text, made.meant);
    const parts = whole || made.entries.length || date || !isHan(text) ? [] : pieces(lexicon, figures);
    if (parts.length > 1) {
      made.parts = parts.map((part) => understood(part, lexicon, options, { whole: true }));
    }
    return made;
  }

  /* A name of a programme alone is none of the words of its records. */
  function withoutProgrammes(terms) {
    const alone = terms.every(({ isProgramme }) => isProgramme);
    return terms.map((one) => (one.isProgramme
      ? { ...one, titleOnly: true, filters: alone ? [] : one.filters } : one));
  }

  /* The terms of a query, in their order; quoted ones are taken as they stand. */
  function terms(query, known, options) {
    const words = new Map();
    for (const match of query.normalize("NFKC").matchAll(PIECES)) {
      const quoted = match.slice(1, 5).find((one) => one !== undefined);
      const word = fold((quoted ?? match[5]).replaceAll("\x7f", " ")).trim();
      if (word && !words.has(word)) words.set(word, quoted !== undefined);
    }
    const free = [...words.keys()].filter((word) => !words.get(word));
    const lexicon = { ...known, cities: citiesNamed(free, known) };
    const found = Array.from(words, ([word, isQuoted]) =>
      (isQuoted ? term(word) : understood(word, lexicon, options)));
    if (!found.length && query.trim()) return [term(query.trim())];   // signs alone, which no text keeps
    return withoutProgrammes(found);
  }

  /* All texts to be marked among the hits: the forms of terms and of their parts. */
  function marks(all) {
    return all.flatMap((one) => [...one.forms.map(({ text }) => text), ...marks(one.parts)]);
  }

  /* The terms, also those of a run, that find more than what says them: words with synonyms, dates. */
  function told(terms) {
    return terms.flatMap((one) => [...(one.widened || one.days ? [one] : []), ...told(one.parts)]);
  }

  /* The words of the lexicon that a query names. */
  function entriesOf(terms) {
    return [...new Set(terms.flatMap(({ entries, parts }) => [...entries, ...entriesOf(parts)]))];
  }

  /* The cities that a query names, as numbers of their options. */
  function citiesOf(terms) {
    return terms.flatMap(({ filters, parts }) => [
      ...filters.flat().filter(([name]) => name === "city").flatMap(([, numbers]) => numbers),
      ...citiesOf(parts),
    ]);
  }

  Object.assign(search, { citiesOf, entriesOf, marks, terms, told });
});
