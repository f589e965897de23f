/* Words written without spaces between them: 唐山锅炉, 2017年9月唐山. */
window.lantianPart(function (search) {
  "use strict";

  const { dateAt } = search;
  const SMALL = /^[的和与及在之、,。省市县区]|[的和与及在之、,。]$/g;   // nothing to look for beside a word

  const FIGURES = /[\d.〇零一二两三四五六七八九十百]+$/;

  /* Where a known word begins with the number before it: a measure without its number, as 蒸吨 of
     1蒸吨, is another word. */
  function withNumber(lexicon, text, from, at, word) {
    const isOther = ({ kind, filters }) => kind !== "word" || filters.length > 0;
    if ((lexicon.named.get(word) ?? []).some(isOther)) return at;
    return at - (text.slice(from, at).match(FIGURES)?.[0].length ?? 0);
  }

  /* The pieces of a run of characters that are known words or dates, and what stands between. */
  function pieces(lexicon, text) {
    const found = [];
    let from = 0, known = 0;
    const between = (to) => {
      const piece = from ? text.slice(from, to).replace(SMALL, "") : text.slice(from, to);
      if (piece) found.push(piece);
    };
    for (let at = 0; at < text.length;) {
      let length = dateAt(text, at)?.length ?? Math.min(lexicon.longest, text.length - at);
      const isDate = dateAt(text, at) !== null;
      while (!isDate && length > 1 && !lexicon.named.has(text.slice(at, at + length))) length--;
      if (length < 2) { at++; continue; }
      const start = isDate ? at : withNumber(lexicon, text, from, at, text.slice(at, at + length));
      between(start);
      found.push(text.slice(start, at + length));
      known++;
      from = at += length;
    }
    between(text.length);
    return known ? found : [text];
  }

  /* The cities that words name, alone or in a run: units of others are then not meant. */
  function citiesNamed(words, lexicon) {
    const all = words.flatMap((word) => [word, ...pieces(lexicon, word)]).map(lexicon.simplify);
    const found = all.flatMap((word) => lexicon.named.get(word) ?? []).filter(({ kind }) => kind === "city");
    return found.flatMap(({ filters }) => filters[0][1]);
  }

  Object.assign(search, { citiesNamed, pieces });
});
