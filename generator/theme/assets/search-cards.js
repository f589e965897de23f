/* What stands above the hits: places and programmes that the query names, and what may have been meant
   where nothing was found. Only text nodes and elements are made, never markup. */
(function () {
  "use strict";

  const search = window.lantianSearch;
  const { element, part } = search;
  const SHOWN = { city: 3, county: 3, firm: 3, programme: 2, round: 3 };
  const UNITS = 8;   // units of a city that its card names
  const NO_COUNTY = "区县：未注明";   // by which issues without one are found, see search_words.py
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
  function showNear({ found }, { view, asked, lexicon }, changed) {
    const none = Object.fromEntries(search.FACETS.map((name) => [name, ""]));
    const made = found.map(({ q, records }) =>
      element("li", "", link(q, view, { q }, changed), `（${records} 条）`));
    if (view.date || Object.values(view.filters).some(Boolean)) {
      made.push(element("li", "", link("去掉全部筛选", view, { filters: none, date: "" }, changed)));
    }
    const outside = asked.terms.map(({ text }) => lexicon.outside.get(lexicon.simplify(text))).filter(Boolean);
    const scope = outside.length ? [element("p", "", `${outside.join("、")}不在收录范围。`)] : [];
    const offer = made.length ? [element("strong", "", "您是不是找："), element("ul", "", ...made)] : [];
    part("near").replaceChildren(...scope, ...offer);
    part("near").hidden = !scope.length && !offer.length;
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

  const totals = new Map();   // facet, city → key → issues; the manifest stays the same while the page is open

  function totalsOf({ about, shards }, name, city) {
    const place = `${name} ${city}`;
    if (!totals.has(place)) {
      const found = new Map();
      const at = about.all.city.findIndex(({ key }) => key === city);
      const some = shards.filter(({ counts: { kind, city: own } }) => kind.has(ISSUE) && (!city || own.has(at)));
      for (const { counts } of some) {
        for (const [number, count] of counts[name]) {
          const { key } = about.all[name][number];
          found.set(key, (found.get(key) ?? 0) + count);
        }
      }
      totals.set(place, found);
    }
    return totals.get(place);
  }

  /* Issues with these options of a facet, as the manifest counts them; of a city, if one is given:
     areas of several have the same name. */
  function issues(records, name, keys, city = "") {
    const found = totalsOf(records, name, city);
    return keys.reduce((sum, key) => sum + (found.get(key) ?? 0), 0);
  }

  function issuesOf(records, { kind, filters }) {
    const [facet, keys] = filters.at(-1);
    return issues(records, facet, keys, kind === "county" ? filters[0][1][0] : "");
  }

  /* A link to all issues with these filters. */
  function toIssues(text, view, filters, changed, q = "") {
    const none = Object.fromEntries(search.FACETS.map((name) => [name, ""]));
    const kind = search.ISSUES;
    return link(text, view, { q, date: "", filters: { ...none, kind, ...filters } }, changed);
  }

  /* What there is of a place without issues: records of other kinds, once they are counted. */
  function others({ records, counted, asked, number }) {
    const isAlone = asked.terms.length === 1 && !asked.date && !asked.filters.length;
    if (!isAlone || counted?.number !== number) return "";
    const own = records.about.words.city_kind;   // names all its counties
    return records.about.all.kind.map(({ label }, at) => ({ label, count: counted.counts.kind[at] }))
      .filter(({ label, count }, at) => count && at !== ISSUE && label !== own)
      .map(({ label, count }) => `，${label} ${count} 条`).join("");
  }

  /* The units of a city with most issues, how many the others have, and how many name none. */
  function units({ records, lexicon, view }, city, changed) {
    const [[, [key]]] = city.filters;
    const all = lexicon.entries.filter(({ kind, filters }) => kind === "county" && filters[0][1][0] === key);
    const counted = all.map((unit) => ({ unit, count: issuesOf(records, unit) }))
      .filter(({ count }) => count).sort((a, b) => b.count - a.count);
    const sum = (some) => some.reduce((total, { count }) => total + count, 0);
    const rest = counted.slice(UNITS);
    const unnamed = issuesOf(records, city) - sum(counted);
    const made = counted.slice(0, UNITS).flatMap(({ unit, count }) =>
      [link(unit.names[0], view, { q: unit.names[0] }, changed), ` ${count}　`]);
    if (rest.length) made.push(`其余区县 ${sum(rest)}　`);
    if (unnamed > 0) made.push(toIssues("未注明", view, { city: key }, changed, NO_COUNTY), ` ${unnamed}`);
    return counted.length ? made : [];
  }

  /* A round: its page, and its issues, which are counted where no other programme has the number. */
  function roundCard({ names, within, filters, address }, { records, lexicon, view }, changed) {
    const [[, [programme]], [, [round]]] = filters;
    const isOne = lexicon.named.get(names[0]).filter(({ kind }) => kind === "round").length === 1;
    const { issue } = part("results").dataset;
    const text = isOne ? `${issues(records, "round", [round])} 个${issue}` : `本轮${issue}`;
    const name = element("a", "lt-text", names[0]);
    name.href = "../" + address;
    const made = element("section", "card top", element("h2", "", name),
      element("p", "", `${within}　`, toIssues(text, view, { programme, round }, changed)));
    made.dataset.card = names[0];
    return made;
  }

  function card(entry, state, changed) {
    const { records, view } = state;
    if (entry.kind === "round") return roundCard(entry, state, changed);
    const { kind, names, within, former, filters, address, page } = entry;
    const name = element("a", "lt-text", names[0]);
    name.href = "../" + address;
    if (kind === "firm") {
      const firm = element("section", "lt-card", element("h2", "", name), element("p", "", `${within} · 单位档案`));
      firm.dataset.card = names[0];
      return firm;
    }
    const [, keys] = filters.at(-1);
    const chosen = Object.fromEntries(filters.map(([one, [key]]) => [one, key]));
    const narrowed = kind === "county" && keys.length > 1 ? null : chosen;
    const count = issuesOf(records, entry);
    if (page && count) name.href = "../" + page;   // a county with nothing on record has no page
    const { issue } = part("results").dataset;
    const text = count ? `${count} 个${issue}` : `${issue} 0 个${others(state)}`;
    const number = narrowed && count ? toIssues(text, view, narrowed, changed) : text;
    const made = element("section", "card top", element("h2", "", name),
      element("p", "", [within, former.length ? `原名${former.join("、")}` : ""].filter(Boolean).join(" · "),
        within || former.length ? "　" : "", number));
    const parts = kind === "city" ? units(state, entry, changed) : [];
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
    const has = (one) => Number(one.kind === "county" && issuesOf(state.records, one) > 0);
    const known = entries.some(has) ? entries.filter((one) => one.kind !== "county" || has(one)) : entries;
    const shown = Object.entries(SHOWN).flatMap(([kind, most]) =>
      known.filter((one) => one.kind === kind).slice(0, most));
    const made = shown.map((one) => card(one, state, changed));
    if (state.view.page === 1) made.push(...meaningOf(state.asked.terms));
    part("cards").replaceChildren(...made);
    part("cards").hidden = made.length === 0;
  }

  Object.assign(search, { link, showCards, showHow, showNear });
})();
