/* The words that the search knows, by name and by sound. words.js has them (site/search/words.py),
   search-han.js how characters are read. */
window.lantianPart(function (search) {
  "use strict";

  const { fold } = search;
  const HAN = /^[\u4e00-\u9fff]+$/;
  const PROGRAMME = 4;   // characters by which a part of a programme's name means it
  const TERM = 3;   // first letters by which a term is meant

  function readings({ read }) {
    const found = new Map();
    for (const [syllable, characters] of Object.entries(read)) {
      for (const one of characters) found.set(one, [...found.get(one) ?? [], syllable]);
    }
    return found;
  }

  function simplifier({ simplified }) {
    const pairs = new Map();
    for (let at = 0; at < simplified.length; at += 2) pairs.set(simplified[at], simplified[at + 1]);
    return (text) => text.replace(/[\u3400-\u9fff]/g, (one) => pairs.get(one) ?? one);
  }

  function byName(entries) {
    const found = new Map();
    for (const entry of entries) {
      for (const name of entry.folded) found.set(name, [...found.get(name) ?? [], entry]);
    }
    return found;
  }

  /* Where a text ends that is spelled so from a place on, the last syllable perhaps half typed;
     -1 where it is not. */
  function spelled(lexicon, text, at, latin, { half = true } = {}) {
    if (!latin) return at;
    for (const syllable of lexicon.read.get(text[at]) ?? []) {
      if (half && syllable.startsWith(latin)) return at + 1;
      if (!latin.startsWith(syllable)) continue;
      const end = spelled(lexicon, text, at + 1, latin.slice(syllable.length), { half });
      if (end >= 0) return end;
    }
    return -1;
  }

  /* Where a text ends whose characters begin so, one letter each; -1 where they do not. */
  function initialled(lexicon, text, at, latin) {
    for (let i = 0; i < latin.length; i++) {
      const known = lexicon.read.get(text[at + i]);
      if (!known?.some((syllable) => syllable[0] === latin[i])) return -1;
    }
    return at + latin.length;
  }

  /* Whether two texts sound alike; a character of unknown sound is only like itself. */
  function sounds(lexicon, one, other) {
    return one.length === other.length && [...one].every((sign, at) => {
      const heard = lexicon.read.get(other[at]) ?? [];
      return sign === other[at] || lexicon.read.get(sign)?.some((each) => heard.includes(each));
    });
  }

  /* What is called by the sound: entries whose whole name it is, and pieces of other words. */
  function heardAs(lexicon, latin, half) {
    const found = { entries: new Set(), pieces: new Set() };
    for (const [name, entries] of lexicon.named) {
      if (!HAN.test(name) || entries[0].kind === "state") continue;   // yq is 阳泉, not 逾期
      for (let at = 0; at < name.length - 1; at++) {
        const end = spelled(lexicon, name, at, latin, half);
        const whole = at === 0 && (end === name.length || initialled(lexicon, name, 0, latin) === name.length);
        if (whole) for (const entry of entries) found.entries.add(entry);
        else if (end - at >= 2 && entries[0].kind === "word") found.pieces.add(name.slice(at, end));
      }
    }
    return found;
  }

  function heard(lexicon, latin) {
    const whole = heardAs(lexicon, latin, { half: false });
    return whole.entries.size + whole.pieces.size ? whole : heardAs(lexicon, latin, { half: true });
  }

  /* Whether a latin word is how a term sounds: two first letters are too few, they are those of places. */
  function isSound(lexicon, name, latin) {
    if (!HAN.test(name)) return false;
    return spelled(lexicon, name, 0, latin, { half: false }) === name.length
      || (latin.length >= TERM && initialled(lexicon, name, 0, latin) === name.length);
  }

  /* The term of the glossary that a word is: by a name, by the beginning of one term alone, or by its
     sound; null for none. */
  function explained(lexicon, text) {
    const one = (fits) => lexicon.terms.filter(({ folded, begins }) => folded.some((name) => fits(name, begins)));
    const exact = one((name) => name === text);
    if (exact.length) return exact[0];
    if (text.length < 2) return null;
    const like = /^[a-z]+$/.test(text) ? one((name) => isSound(lexicon, name, text))
      : one((name, begins) => begins && name.startsWith(text));
    return like.length === 1 ? like[0] : null;
  }

  function programmes(lexicon, text) {
    if (text.length < PROGRAMME || lexicon.named.get(text)?.some(({ kind }) => kind !== "programme")) return [];
    return lexicon.entries.filter(({ kind, folded }) =>
      kind === "programme" && folded.some((name) => name.includes(text)));
  }

  /* The words of words.js as entries: kind, names, filters (facet and keys) that mean the same. */
  function* unfolded({ cities, areas, words, states, programmes: all, rounds: ofProgrammes, firms }) {
    for (const { key, names, within, address, units } of cities) {
      const filters = [["city", [key]]];
      yield { kind: "city", names, filters, within, address };
      for (const { names: own, keys, former, page } of units) {
        yield { kind: "county", names: own, filters: [...filters, ["county", keys]], former: former ?? [], within: names[0],
          address: `${address}#counties`, page: address.replace(/\.html$/, `/${page ?? keys[0]}.html`) };
      }
    }
    for (const { names, keys } of areas) yield { kind: "area", names, filters: [["city", keys]] };
    for (const { names, facet } of words) {
      yield { kind: "word", names, filters: facet ? [[facet, [names[0]]]] : [] };
    }
    for (const { names, facet, key } of states) yield { kind: "state", names, filters: [[facet, [key]]] };
    for (const { key, names, address } of all) {
      yield { kind: "programme", names, filters: [["programme", [key]]], address };
    }
    for (const { programme, rounds } of ofProgrammes) {
      const within = all.find(({ key }) => key === programme).names[0];
      for (const [number, name, address] of rounds) {
        const filters = [["programme", [programme]], ["round", [number]]];
        yield { kind: "round", names: [name, `${name}次`], filters, within, address };
      }
    }
    for (const { names, within, address } of firms) yield { kind: "firm", names, filters: [], within, address };
  }

  /* words: as in words.js; han: as in search-han.js. */
  search.lexicon = function (words, han) {
    const foldedOnce = (one) => ({ ...one, folded: [...new Set(one.names.map(fold))] });
    const entries = Array.from(unfolded(words), (one) =>
      foldedOnce({ former: [], address: "", within: "", ...one }));
    const named = byName(entries);
    const longest = Math.max(0, ...[...named.keys()].map(({ length }) => length));
    const terms = words.terms.map((one) => foldedOnce(
      { ...one, names: [...one.names, ...one.names.map((name) => name.replaceAll(" ", ""))] }));   // 39 城
    const outside = new Map(words.outside.flatMap((names) => names.map((name) => [fold(name), names[0]])));
    return { entries, named, longest, terms, outside, read: readings(han), simplify: simplifier(han) };
  };

  Object.assign(search, { explained, heard, initialled, programmes, sounds, spelled });
});
