/* What stands above the hits: places and programmes that the query names, and what may have been meant
   where nothing was found. Only text nodes and elements are made, never markup. */
(function () {
  "use strict";

  const search = window.lantianSearch;
  const { element, part } = search;
  const SHOWN = { city: 3, county: 3, firm: 3, programme: 2 };
  const UNITS = 8;   // units of a city that its card names
  const ISSUE = 0;   // number of the option of the facet of kinds

  /* A link that asks for something else; changed(part of the view) follows a click. */
  function link(text, view, changes, changed) {
    const made = element("a", "", text);
    made.href = search.addressOf({ ...view, page: 1, ...changes });
    made.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;   // a new tab
      event.preventDefault();
      changed(changes);
    });
    return made;
  }

  /* What is under other filters may not have been read: how much that is, is not said. */
  function showNear({ found }, view, changed) {
    const none = Object.fromEntries(search.FACETS.map((name) => [name, ""]));
    const made = found.map(({ q, records }) =>
      element("li", "", link(q, view, { q }, changed), `（${records} 条）`));
    if (view.date || Object.values(view.filters).some(Boolean)) {
      made.push(element("li", "", link("去掉全部筛选", view, { filters: none, date: "" }, changed)));
    }
    part("near").replaceChildren(element("strong", "", "您是不是找："), element("ul", "", ...made));
    part("near").hidden = made.length === 0;
  }

  /* How much of what was found says a word or a date itself, and how the rest came to be found. */
  function how({ text, days, widened }, said, { total, issues }) {
    const { issue } = part("results").dataset;
    const byDay = `其中在“${text}”发现的${issue} ${said.issues} 个；其余是文字中写有这个日期的。`;
    if (days) return said.issues < issues ? byDay : "";
    if (said.records === total) return "";
    const amounts = [
      issues ? `${issue} ${said.issues} 个` : "",
      total > issues ? `其他记录 ${said.records - said.issues} 条` : "",
    ].filter(Boolean).join("，");
    const facet = widened.facet ? search.fields[widened.facet].labels[0].firstChild.data.trim() : "";
    const by = !widened.isAlias ? "按它的别称" : facet ? `按${facet}“${widened.name}”` : `按同义的“${widened.name}”`;
    return `其中写明“${widened.isAlias ? text : widened.name}”的：${amounts}；其余${by}查到。`;
  }

  /* A line for each term that finds more than what says it, above the hits. */
  function showHow(answer, { terms }) {
    const lines = search.told(terms).map((one, at) => how(one, answer.literal[at], answer)).filter(Boolean);
    part("how").replaceChildren(...lines.map((line) => element("p", "note", line)));
    part("how").hidden = lines.length === 0 || answer.total === 0;
  }

  const totals = new Map();   // facet → key → issues; the manifest stays the same while the page is open

  function totalsOf({ about, shards }, name) {
    if (!totals.has(name)) {
      const found = new Map();
      for (const { counts } of shards.filter((one) => one.counts.kind.has(ISSUE))) {
        for (const [number, count] of counts[name]) {
          const { key } = about.all[name][number];
          found.set(key, (found.get(key) ?? 0) + count);
        }
      }
      totals.set(name, found);
    }
    return totals.get(name);
  }

  /* Issues with these options of a facet, as the manifest counts them. */
  function issues(records, name, keys) {
    const found = totalsOf(records, name);
    return keys.reduce((sum, key) => sum + (found.get(key) ?? 0), 0);
  }

  function amount(count, view, filters, changed) {
    if (!count) return "没有问题记录";
    const none = Object.fromEntries(search.FACETS.map((name) => [name, ""]));
    const kind = search.ISSUES;
    return link(`${count} 个问题`, view, { q: "", date: "", filters: { ...none, kind, ...filters } }, changed);
  }

  /* The units of a city with most issues. */
  function units(records, lexicon, city, view, changed) {
    const all = lexicon.entries.filter(({ kind, filters }) =>
      kind === "county" && filters[0][1][0] === city.filters[0][1][0]);
    const counted = all.map((unit) => ({ unit, count: issues(records, "county", unit.filters[1][1]) }))
      .filter(({ count }) => count).sort((a, b) => b.count - a.count).slice(0, UNITS);
    return counted.flatMap(({ unit, count }) =>
      [link(unit.names[0], view, { q: unit.names[0] }, changed), ` ${count}　`]);
  }

  function card(entry, { records, lexicon, view }, changed) {
    const { kind, names, within, former, filters, address, page } = entry;
    const name = element("a", "lt-text", names[0]);
    name.href = "../" + address;
    if (kind === "firm") {
      const firm = element("section", "lt-card", element("h2", "", name), element("p", "", `${within} · 单位档案`));
      firm.dataset.card = names[0];
      return firm;
    }
    const [facet, keys] = filters.at(-1);
    const chosen = Object.fromEntries(filters.map(([one, [key]]) => [one, key]));
    const narrowed = kind === "county" && keys.length > 1 ? null : chosen;
    const count = issues(records, facet, keys);
    if (page && count) name.href = "../" + page;   // a county with nothing on record has no page
    const number = narrowed ? amount(count, view, narrowed, changed) : `${count} 个问题`;
    const made = element("section", "card top", element("h2", "", name),
      element("p", "", [within, former.length ? `原名${former.join("、")}` : ""].filter(Boolean).join(" · "),
        within || former.length ? "　" : "", number));
    const parts = kind === "city" ? units(records, lexicon, entry, view, changed) : [];
    if (parts.length) made.append(element("p", "", "区县：", ...parts));
    made.dataset.card = names[0];
    return made;
  }

  /* The meaning of a query that is a term and nothing else: one line, the rest of it behind the link. */
  function meaningOf(terms) {
    const [{ meant } = {}] = terms;
    if (terms.length !== 1 || !meant) return [];
    const name = element("a", "lt-text", meant.names[0]);
    name.href = "../" + meant.address;
    const text = element("p", "lt-text", meant.meaning);
    text.title = meant.meaning;
    const made = element("section", "card lt-term", element("h2", "", name), text);
    made.dataset.card = meant.names[0];
    return [made];
  }

  /* The places and programmes that the query names, before the first page of hits; of a city and a
     unit of it the unit. */
  function showCards(state, changed) {
    const named = state.view.page > 1 ? [] : search.entriesOf(state.asked.terms);
    const within = named.filter(({ kind }) => kind === "county").map((one) => one.within);
    const entries = named.filter(({ kind, names }) => kind !== "city" || !within.includes(names[0]));
    const shown = Object.entries(SHOWN).flatMap(([kind, most]) =>
      entries.filter((one) => one.kind === kind).slice(0, most));
    const made = shown.map((one) => card(one, state, changed));
    if (state.view.page === 1) made.push(...meaningOf(state.asked.terms));
    part("cards").replaceChildren(...made);
    part("cards").hidden = made.length === 0;
  }

  Object.assign(search, { link, showCards, showHow, showNear });
})();
