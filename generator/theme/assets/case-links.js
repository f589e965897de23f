/* What the page of a case says of others: how many its links lead to, and those that the same
   publication made public on the same day. Both change with other cases; they stand in files of
   their own, so that a new case makes none of the pages anew. Works from disk; nothing is sent. */
(function () {
  "use strict";

  const SHOWN = 5;
  const CHINA = 8 * 60 * 60 * 1000;
  const today = new Date(Date.now() + CHINA).toISOString().slice(0, 10);

  /* Pairs of key and number: a key may be any text. */
  window.lantianCaseCounts = function (counts) {
    for (const link of document.querySelectorAll("a[data-cases]")) {
      const number = new Map(counts[link.dataset.cases]).get(link.dataset.key);
      if (number) link.after(`（${number}）`);
    }
  };

  function list(cases) {
    const made = document.createElement("ul");
    for (const [id, name] of cases) {
      const link = document.createElement("a");
      link.href = `${id}.html`;
      link.className = "lt-text";
      link.textContent = name;
      const item = document.createElement("li");
      item.append(link);
      made.append(item);
    }
    return made;
  }

  function folded(cases) {
    const made = document.createElement("details");
    const words = document.createElement("summary");
    words.textContent = `其余 ${cases.length} 个`;
    made.append(words, list(cases));
    return made;
  }

  /* Of the groups that a case is in: each other case once, unless its term is over on this day. */
  function companions(id, groups) {
    const own = groups.filter((group) => group.some(([one]) => one === id)).flat();
    const found = new Map(own.map((one) => [one[0], one]));
    found.delete(id);
    return [...found.values()].filter(([, , until]) => !until || today <= until);
  }

  window.lantianSameDay = function (groups) {
    const place = document.querySelector('[data-part="same-day"]');
    if (!place) return;
    const others = companions(place.dataset.case, groups);
    if (!others.length) return;
    place.append(list(others.slice(0, SHOWN)));
    if (others.length > SHOWN) place.append(folded(others.slice(SHOWN)));
    place.hidden = false;
  };
})();
