/* What is looked for, and how it stands in the address: words, filters, date, order, page. So a
   search can be kept, sent on and come back to. */
(function () {
  "use strict";

  const search = window.lantianSearch;
  const FACETS = [...document.querySelectorAll(".lt-facets select")].map(({ name }) => name);
  const YES = ["1", "yes", "true", "是"], NO = ["0", "no", "false", "否"];

  function oneOf(yes, no) {
    return (value) => (YES.includes(value) ? yes : NO.includes(value) ? no : value);
  }

  /* What other pages and people may write for a value. */
  const SPELLINGS = {
    round: (value) => value.replace(/^(.*-)?R0*(?=\d)/, ""),
    open: oneOf("open", "closed"),
    exposed: oneOf("1", "0"),
    returned: oneOf("1", "0"),
    overdue: oneOf("1", "0"),
  };

  /* The search that an address asks for; what it does not say is "". */
  function parse(query) {
    const given = new URLSearchParams(query);
    const said = (name) => given.get(name) ?? "";
    const filters = Object.fromEntries(FACETS.map((name) =>
      [name, said(name) && (SPELLINGS[name]?.(said(name)) ?? said(name))]));
    const sort = search.SORTS.includes(said("sort").replace(/^-/, "")) ? said("sort") : "";
    return {
      q: said("q"), filters, date: said("date"), sort,
      page: Math.max(1, Math.floor(Number(said("page"))) || 1),
    };
  }

  function format({ q, filters, date, sort, page }) {
    const wanted = new URLSearchParams();
    const add = (name, value) => { if (value) wanted.set(name, value); };
    add("q", q);
    for (const name of FACETS) add(name, filters[name]);
    add("date", date);
    add("sort", sort);
    add("page", page > 1 ? String(page) : "");
    return wanted.toString();
  }

  function isEmpty(view) {
    return format(view) === "";
  }

  function addressOf(view) {
    const query = format(view);
    return query ? "?" + query : location.pathname;
  }

  /* Makes the address say the view; a step is one that Back goes back over. */
  function write(view, { step }) {
    const address = addressOf(view);
    if (format(view) === format(parse(location.search))) history.replaceState(null, "", address);
    else history[step ? "pushState" : "replaceState"](null, "", address);
  }

  Object.assign(search, { FACETS, addressOf, parse, isEmpty, write });
})();
