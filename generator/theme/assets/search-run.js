/* Words written without spaces between them: 唐山锅炉, 2017年9月唐山. */
window.lantianPart(function (search) {
  "use strict";

  const { dateAt } = search;
  const SMALL = /^[的和与及在之、,。省市县区]|[的和与及在之、,。]$/g;   // nothing to look for beside a word

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
      between(at);
      found.push(text.slice(at, at + length));
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
