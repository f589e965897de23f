/* The ground of the record search: its parts, and how texts are compared.

   A part that answers queries runs in a worker, so that no key has to wait. A page on disk may not
   start a worker from a file; so each part is a function whose text can be handed to one. It runs
   in the page as well, where workers are not to be had. */
(function () {
  "use strict";

  const search = { parts: [] };
  window.lantianSearch = search;
  window.lantianPart = (part) => { search.parts.push(part); part(search); };
})();

window.lantianPart(function (search) {
  "use strict";

  const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
  const DASHES = /[\u2010-\u2015\u2212]/g;
  const AROUND = /["'“”‘’„‟«»‹›「」『』《》〈〉【】〔〕()[\]]/g;   // quotation marks and brackets

  /* Full width and half width, capitals and small letters, kinds of dashes are the same to a reader;
     quotation marks and brackets are left out when a name is typed. */
  function fold(text) {
    return text.normalize("NFKC").replace(INVISIBLE, "").replace(DASHES, "-").replace(AROUND, "").toLowerCase();
  }

  /* The folded text, and for each of its letters where it stands in the text as typed. */
  function foldedWithPlaces(text) {
    let folded = "";
    const places = [];
    let at = 0;
    for (const letter of text) {
      const small = fold(letter);
      folded += small;
      for (let i = 0; i < small.length; i++) places.push(at);
      at += letter.length;
    }
    places.push(at);
    return { folded, places };
  }

  /* Where the words stand in the text as typed, by place; of one place the longest first. */
  function matches(text, wanted) {
    const { folded, places } = foldedWithPlaces(text);
    const found = [];
    for (const word of wanted) {
      for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
        found.push({ start: places[at], end: places[at + word.length] });
      }
    }
    return found.sort((a, b) => a.start - b.start || b.end - a.end);
  }

  Object.assign(search, { fold, matches });
});
