/* What may have been meant by a query that finds nothing: words that sound alike or differ in one
   character, two words written as one, each word by itself. */
window.lantianPart(function (search) {
  "use strict";

  const { sounds } = search;
  const OFFERED = 4, TRIED = 3;
  const LOOKED_AT = 3000;   // places in a text that are compared
  const NAMED = ["site", "place", "category", "id"];

  /* Whether a word is long enough to be known with one character wrong. */
  function isLong(word) {
    return word.length > (/^[a-z]*$/.test(word) ? 3 : 2);
  }

  /* Whether one text becomes the other by one character more, less, other, or two exchanged. */
  function isNear(one, other) {
    let start = 0;
    while (start < one.length && one[start] === other[start]) start++;
    const a = one.slice(start), b = other.slice(start);
    if (!a && !b) return false;
    return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)
      || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
  }

  function fromLexicon(lexicon, word) {
    const names = [...lexicon.named.keys()].filter((name) => name !== word && name.length > 1);
    const alike = names.filter((name) => sounds(lexicon, word, name));
    const near = !isLong(word) ? [] : names.filter((name) =>
      Math.abs(name.length - word.length) < 2 && isNear(word, name));
    return [...alike, ...near];
  }

  /* Of a word that is wrong in one place one half is right: what stands beside that is compared. */
  function beside(text, half, other, isBefore, found) {
    let looked = 0;
    for (let at = text.indexOf(half); at >= 0 && looked < LOOKED_AT; at = text.indexOf(half, at + 1)) {
      looked++;
      const pieces = [0, 1, -1].map((more) => {
        const length = other.length + more;
        const from = isBefore ? at - length : at + half.length;
        return text.slice(Math.max(0, from), from + length);
      }).filter((piece) => !piece.includes("\x7f") && isNear(other, piece));
      const end = isBefore ? (piece) => piece[0] === other[0] : (piece) => piece.at(-1) === other.at(-1);
      const piece = pieces.find(end) ?? pieces[0];
      if (!piece) continue;
      const whole = isBefore ? piece + half : half + piece;
      found.set(whole, (found.get(whole) ?? 0) + 1);
    }
  }

  function fromTexts(shards, word, names) {
    const found = new Map();
    const middle = Math.ceil(word.length / 2);
    const [first, second] = [word.slice(0, middle), word.slice(middle)];
    for (const shard of shards) {
      for (const { name, column: { folded } } of shard.searched) {
        if (!names.includes(name)) continue;
        beside(folded, first, second, false, found);
        beside(folded, second, first, true, found);
      }
    }
    const longest = word.includes("-");   // the whole of an ID
    return [...found].sort((a, b) => (longest ? b[0].length - a[0].length : b[1] - a[1]))
      .map(([text]) => (longest ? text.toUpperCase() : text));
  }

  /* The two known words that a word may consist of. */
  function apart(word, isKnown) {
    for (let at = word.length - 2; at > 1; at--) {
      const halves = [word.slice(0, at), word.slice(at)];
      if (halves.every(isKnown)) return [halves.join(" ")];
    }
    return [];
  }

  function corrections(shards, word, lexicon, isKnown) {
    const known = fromLexicon(lexicon, word).filter(isKnown);
    const named = !isLong(word) ? [] : fromTexts(shards, word, NAMED);
    const found = [...new Set([...known, ...named])];
    if (found.length || !isLong(word)) return found.slice(0, TRIED);
    return [...apart(word, isKnown), ...fromTexts(shards, word, ["found"])].slice(0, TRIED);
  }

  /* Queries with a word that is found in place of each that is not. */
  function corrected(shards, words, lexicon, count) {
    const isKnown = (text) => count(text) > 0;
    const choices = words.map((word) =>
      (isKnown(word) ? [word] : corrections(shards, word, lexicon, isKnown)));
    const whole = choices.every(({ length }) => length)
      ? Array.from({ length: TRIED }, (_, at) => choices.map((all) => all[at] ?? all[0]).join(" ")) : [];
    const known = choices.map((all) => all[0]).filter(Boolean);
    return [...whole, known.join(" "), ...known];
  }

  function wordsOf(terms) {
    return terms.flatMap(({ text, parts }) => (parts.length ? wordsOf(parts) : [text]));
  }

  /* Queries that find records, with their number; the likeliest first. */
  search.near = function (shards, query, { lexicon, all }) {
    const { filters, date } = query;
    const count = (q) => {
      const asked = { terms: search.terms(q, lexicon, all), filters, date };
      return shards.reduce((sum, shard) =>
        search.match(shard, asked, { lexicon }).totals.reduce((a, b) => a + b, sum), 0);
    };
    const words = wordsOf(query.terms);
    const tried = corrected(shards, words, lexicon, count);
    const found = [...new Set(tried)].filter((q) => q.length > 1 && q !== query.q.trim())
      .map((q) => ({ q, records: count(q) })).filter(({ records }) => records);
    return found.slice(0, OFFERED);
  };

  Object.assign(search, { isNear });
});
