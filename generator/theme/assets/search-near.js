/* What may have been meant by a query that finds nothing: words that sound alike or differ in one
   character, two words written as one, each word by itself. */
window.lantianPart(function (search) {
  "use strict";

  const { sounds } = search;
  const OFFERED = 4, TRIED = 3;
  const LOOKED_AT = 3000;   // places in a text that are compared
  const WORDS = 12;         // of a query with more nothing is offered
  const LONGEST = 40;       // characters of a name or ID; a longer word is no slip of the hand
  const WORD = /^[\p{L}\p{N}].*[\p{L}\p{N}]$/u;   // no piece of a text with half a sentence's sign
  const NAMED = ["site", "place", "category", "id"];

  const NOT = /[未不无没非]/g;

  /* Whether one text says the opposite of the other: 未整改 is no slip for 已整改. */
  function isOpposed(one, other) {
    const said = (text) => (text.match(NOT) ?? []).join("");
    return said(one) !== said(other);
  }

  function figures(text) {
    return (text.match(/\d+/g) ?? []).join(" ");
  }

  /* Whether a place cuts a number or a Latin word in two, or a number off from what it measures. */
  function isWithin(text, at) {
    const [before = "", after = ""] = [text[at - 1], text[at]];
    return (/\d/.test(before) && /\d/.test(after)) || (/[a-z]/.test(before) && /[a-z]/.test(after));
  }

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
    return [...alike, ...near].filter((name) => !isOpposed(word, name));
  }

  /* Of a word that is wrong in one place one half is right: what stands beside that is compared. */
  function beside(text, half, other, isBefore, found) {
    let looked = 0;
    for (let at = text.indexOf(half); at >= 0 && looked < LOOKED_AT; at = text.indexOf(half, at + 1)) {
      looked++;
      const pieces = [0, 1, -1].map((more) => {
        const length = other.length + more;
        const from = Math.max(0, isBefore ? at - length : at + half.length);
        const to = isBefore ? at : from + length;
        return isWithin(text, isBefore ? from : at) || isWithin(text, isBefore ? at + half.length : to)
          ? "" : text.slice(from, to);
      }).filter((piece) => !piece.includes("\x7f") && isNear(other, piece));
      const end = isBefore ? (piece) => piece[0] === other[0] : (piece) => piece.at(-1) === other.at(-1);
      const piece = pieces.find(end) ?? pieces[0];
      if (!piece) continue;
      const whole = isBefore ? piece + half : half + piece;
      if (isOpposed(isBefore ? other + half : half + other, whole)) continue;
      found.set(whole, (found.get(whole) ?? 0) + 1);
    }
  }

  async function fromTexts(shards, word, names, rest) {
    const found = new Map();
    const middle = Math.ceil(word.length / 2);
    const [first, second] = [word.slice(0, middle), word.slice(middle)];
    for (const shard of shards) {
      for (const { name, column: { folded } } of shard.searched) {
        if (!names.includes(name)) continue;
        beside(folded, first, second, false, found);
        beside(folded, second, first, true, found);
      }
      await rest();
    }
    const longest = word.includes("-");   // the whole of an ID
    return [...found].filter(([text]) => WORD.test(text)).sort((a, b) => (longest ? b[0].length - a[0].length : b[1] - a[1]))
      .map(([text]) => (longest ? text.toUpperCase() : text));
  }

  /* The two known words that a word may consist of. */
  async function apart(word, isKnown) {
    for (let at = word.length - 2; at > 1; at--) {
      if (isWithin(word, at) || /\d/.test(word[at - 1])) continue;
      const halves = [word.slice(0, at), word.slice(at)];
      if (await isKnown(halves[0]) && await isKnown(halves[1])) return [halves.join(" ")];
    }
    return [];
  }

  async function those(texts, isKnown) {
    const found = [];
    for (const text of texts) if (await isKnown(text)) found.push(text);
    return found;
  }

  /* An ID whose running number lacks zeros, with them. */
  function padded(word) {
    const [, before, number] = word.match(/^(.*-)(\d{1,4})$/) ?? [];
    return !number ? [] : [3, 4, 5, 2].filter((length) => length > number.length)
      .map((length) => (before + number.padStart(length, "0")).toUpperCase());
  }

  /* Another number is a less likely slip than another character. */
  function changed(text, word) {
    return Number(figures(text) !== figures(word));
  }

  async function corrections(shards, word, lexicon, isKnown, rest) {
    if (word.length > LONGEST) return [];
    const known = await those([...padded(word), ...fromLexicon(lexicon, word)], isKnown);
    const named = !isLong(word) ? [] : await fromTexts(shards, word, NAMED, rest);
    const found = [...new Set([...known, ...named])];
    if (!word.includes("-")) found.sort((a, b) => changed(a, word) - changed(b, word));
    if (found.length || !isLong(word)) return found.slice(0, TRIED);
    const halves = await apart(word, isKnown);
    const texts = await fromTexts(shards, word, ["found"], rest);
    return [...halves, ...texts].sort((a, b) => changed(a, word) - changed(b, word)).slice(0, TRIED);
  }

  /* Queries with a word that is found in place of each that is not. */
  async function corrected(shards, words, lexicon, count, rest) {
    const isKnown = async (text) => await count(text) > 0;
    const choices = [];
    const someKnown = async (texts) => (await those(texts.slice(0, 1), isKnown)).length > 0;
    for (const word of words) {
      choices.push(await isKnown(word) ? [word] : await corrections(shards, word, lexicon, isKnown, rest));
    }
    const whole = choices.every(({ length }) => length)
      ? Array.from({ length: TRIED }, (_, at) => choices.map((all) => all[at] ?? all[0]).join(" ")) : [];
    if (words.length > 1 && await someKnown(whole)) return whole;
    const known = choices.map((all) => all[0]).filter(Boolean);
    return [...whole, known.join(" "), ...known];
  }

  function wordsOf(terms) {
    return terms.flatMap(({ text, parts }) => (parts.length ? wordsOf(parts) : [text]));
  }

  /* Queries that find records, with their number; the likeliest first. rest() is awaited between
     pieces of work: it may pause, and ends all by throwing. */
  search.near = async function (shards, query, { lexicon, all }, rest) {
    const { filters, date } = query;
    const count = async (q) => {
      const asked = { terms: search.terms(q, lexicon, all), filters, date };
      let sum = 0;
      for (const shard of shards) {
        sum += search.match(shard, asked, { lexicon }).totals.reduce((a, b) => a + b, 0);
        await rest();
      }
      return sum;
    };
    const words = [...new Set(wordsOf(query.terms))];
    if (words.length > WORDS) return [];
    const tried = await corrected(shards, words, lexicon, count, rest);
    const most = shards.reduce((sum, { size }) => sum + size, 0) / 2;   // what more have narrows nothing
    const found = [];
    for (const q of new Set(tried)) {
      const records = q.length > 1 && q !== query.q.trim() ? await count(q) : 0;
      if (records && records < most) found.push({ q, records });
      if (found.length === OFFERED) break;
    }
    return found;
  };

  Object.assign(search, { isNear });
});
