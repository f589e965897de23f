/* How the terms of a query stand in the records of a shard. */
window.lantianPart(function (search) {
  "use strict";

  const { initialled, spelled, value } = search;
  /* How a term was found, the better the higher; in other forms means by what means the same. */
  const OTHER_PARTS = 1, PARTS = 2, OTHER_TEXT = 3, OTHER_TITLE = 4, TEXT = 5, TITLE = 6, EXACT = 7;
  const WHOLE = 2;
  const LETTER = /[a-z]/, DIGIT = /\d/, NUMERAL = /[一二两三四五六七八九]/;
  const TENS = "十百千";
  const INITIALS = 4;   // letters by which a name is found anywhere in it

  function isDigit(code) {
    return code > 47 && code < 58;
  }

  /* What may not stand before a form, told of a text and a place: letters before a letter, the
     beginning of a longer number before a number, as in 0.1蒸吨 and 十一蒸吨. Null where all may; of an
     ID people know any figures. By codes, as figures are everywhere. */
  function barred({ text }, inIds) {
    if (LETTER.test(text[0])) return (folded, at) => LETTER.test(folded[at - 1]);
    if (NUMERAL.test(text[0])) return (folded, at) => TENS.includes(folded[at - 1]);
    if (inIds || !DIGIT.test(text[0])) return null;
    return (folded, at) => isDigit(folded.charCodeAt(at - 1))
      || (folded[at - 1] === "." && isDigit(folded.charCodeAt(at - 2)));
  }

  /* A flag for each value of a column in which a form stands; null if in none. */
  function flagged({ folded, foldedStarts, size }, form, { inIds = false } = {}) {
    const { text } = form;
    const isId = text.includes("-");
    const bar = barred(form, inIds);
    let flags = null;
    let number = 0;
    for (let at = folded.indexOf(text); at >= 0; at = folded.indexOf(text, at)) {
      if (bar && at && bar(folded, at)) { at++; continue; }
      while (foldedStarts[number + 1] <= at) number++;
      flags ??= new Uint8Array(size);
      const ends = at + text.length === foldedStarts[number + 1] - 1;
      const whole = ends && (at === foldedStarts[number] || (isId && folded[at - 1] === "-"));
      flags[number] |= whole ? WHOLE : 1;
      at = isId && !ends ? at + 1 : foldedStarts[number + 1];   // the end of an ID is looked for
    }
    return flags;
  }

  function raise(found, row, level) {
    if (found[row] < level) found[row] = level;
  }

  /* Whether no row is below a level: what could not raise any is not read. */
  function isFull(found, level) {
    for (let row = 0; row < found.length; row++) if (found[row] < level) return false;
    return true;
  }

  /* Raises each row to the level of its value, without a branch that would be predicted wrong. */
  function raiseAll(found, rows, levels) {
    for (let row = 0; row < rows.length; row++) {
      const more = levels[rows[row]] - found[row];
      found[row] += more & ~(more >> 31);
    }
  }

  function markRows(found, { name, column }, form) {
    const isId = name === "id";
    const level = name === "site" ? (form.other ? OTHER_TITLE : TITLE) : form.other ? OTHER_TEXT : TEXT;
    if (!isId && isFull(found, level)) return;
    const levels = flagged(column, form, { inIds: isId });
    if (!levels) return;
    for (let number = 0; number < levels.length; number++) {
      if (levels[number]) levels[number] = isId && levels[number] & WHOLE ? EXACT : level;
    }
    raiseAll(found, column.rows, levels);
  }

  function markSaid(found, said, form) {
    const level = form.other ? OTHER_TEXT : TEXT;
    if (isFull(found, level)) return;
    const flags = flagged(said, form);
    if (!flags) return;
    let at = 0;
    for (let row = 0; row < found.length; row++) {
      const end = said.ends[row];
      for (; at < end; at++) if (flags[said.rows[at]]) raise(found, row, level);
    }
  }

  function markFilters(found, { facets, size }, filters) {
    const wanted = filters.map(([name, numbers]) => [facets[name], new Set(numbers)]);
    for (let row = 0; row < size; row++) {
      if (wanted.every(([rows, numbers]) => numbers.has(rows[row]))) raise(found, row, OTHER_TEXT);
    }
  }

  /* Of issues those of a round are all: that others tell of it is no answer. */
  function markRound(found, shard, filters) {
    const { facets: { kind }, size } = shard;
    const own = new Uint8Array(size);
    for (const one of filters) markFilters(own, shard, one);
    for (let row = 0; row < size; row++) if (kind[row] === 0) found[row] = own[row] ? TITLE : 0;
  }

  function markDays(found, { columns: { found_on: made } }, { year, month, day }) {
    if (!made) return;
    const fits = Uint8Array.from({ length: made.size }, (_, number) => {
      const [y, m = "", d = ""] = value(made, number).split("-");
      return (!year || y === year) && (!month || m === month) && (!day || d === day) ? TITLE : 0;
    });
    made.rows.forEach((number, row) => raise(found, row, fits[number]));
  }

  /* Names by their sound: whole syllables from any character on, or first letters. */
  function markSound(found, { columns: { site } }, latin, lexicon) {
    if (!site) return;
    const heard = Uint8Array.from({ length: site.size }, (_, number) => {
      const name = value(site, number);
      for (let at = 0; at < name.length - 1; at++) {
        if (spelled(lexicon, name, at, latin) - at >= 2) return OTHER_TITLE;
        if (latin.length >= INITIALS && initialled(lexicon, name, at, latin) > 0) return OTHER_TITLE;
      }
      return 0;
    });
    site.rows.forEach((number, row) => raise(found, row, heard[number]));
  }

  /* Rows that have all parts of a run; below them those that have one only by a synonym. */
  function markParts(found, shard, parts, lexicon) {
    const all = parts.map((part) => rowsWith(shard, part, lexicon));
    for (let row = 0; row < found.length; row++) {
      if (found[row] || !all.every((rows) => rows[row])) continue;
      found[row] = all.every((rows, at) => !parts[at].widened || rows[row] >= TEXT) ? PARTS : OTHER_PARTS;
    }
  }

  /* For each row how the term stands in it; 0 where it does not. Kept while further words are typed. */
  function rowsWith(shard, term, lexicon) {
    const key = JSON.stringify([term.text, term.titleOnly, term.filters.length, term.forms.length]);
    let found = shard.words.get(key);
    if (!found) {
      found = new Uint8Array(shard.size);
      const searched = shard.searched.filter(({ name }) => !term.titleOnly || name === "site");
      for (const form of term.forms) {
        for (const one of searched) markRows(found, one, form);
        if (!term.titleOnly) markSaid(found, shard.said, form);
      }
      for (const filters of term.filters) markFilters(found, shard, filters);
      if (term.isRound) markRound(found, shard, term.filters);
      if (term.days) markDays(found, shard, term.days);
      if (term.latin) markSound(found, shard, term.latin, lexicon);
      if (term.parts.length) markParts(found, shard, term.parts, lexicon);
      shard.words.set(key, found);
    }
    shard.used.add(key);
    return found;
  }

  function forgetOthers(shard) {
    for (const key of shard.words.keys()) if (!shard.used.has(key)) shard.words.delete(key);
    shard.used = new Set();
  }

  Object.assign(search, { rowsWith, forgetOthers, LEVELS: { OTHER_PARTS, PARTS, OTHER_TEXT, OTHER_TITLE, TEXT, TITLE, EXACT } });
});
