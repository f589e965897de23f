/* One answer of the record search as an element, with the words found marked. Only text nodes and
   elements are made, never markup. */
(function () {
  "use strict";

  const { fold } = window.lantianSearch;
  const BEFORE = 24;   // letters shown before the first match
  const LENGTH = 110;  // letters shown of a text

  function element(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children);
    return made;
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

  /* The text from start to end, with the words found in <mark>. */
  function marked(text, wanted, start = 0, end = text.length) {
    const made = document.createDocumentFragment();
    let at = start;
    for (const match of matches(text, wanted)) {
      if (match.start < at || match.end > end) continue;
      made.append(text.slice(at, match.start));
      made.append(element("mark", "", text.slice(match.start, match.end)));
      at = match.end;
    }
    made.append(text.slice(at, end));
    return made;
  }

  /* A piece of the text round the first word found. */
  function snippet(text, wanted) {
    const first = matches(text, wanted)[0]?.start ?? 0;
    const start = first > LENGTH - BEFORE ? first - BEFORE : 0;
    const end = Math.min(text.length, start + LENGTH);
    return element("p", "", start > 0 ? "…" : "", marked(text, wanted, start, end),
      end < text.length ? "…" : "");
  }

  function term({ facet, options }, name, row) {
    const option = options[name][facet[name][row]] ?? "";
    return option.label ?? option;
  }

  function hit(index, row, wanted) {
    const { id, url, title, text, place, date } = index;
    const link = element("a", "", marked(title[row] || id[row], wanted));
    link.href = "../" + url[row];
    const facts = [place[row], term(index, "programme", row), term(index, "category", row), date[row]];
    const line = element("p", "lt-note", element("span", "lt-id", marked(id[row], wanted)),
      ...facts.filter(Boolean).map((fact) => element("span", "", marked(fact, wanted))));
    const made = element("article", "lt-hit", element("h2", "", link), snippet(text[row], wanted), line);
    made.dataset.hit = id[row];
    return made;
  }

  Object.assign(window.lantianSearch, { element, hit });
})();
