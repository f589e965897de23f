/* What the hits can be narrowed by, beside them: each value of a filter as a link, with the number of
   records that it leaves. The other filters are selects of the form. */
(function () {
  "use strict";

  const search = window.lantianSearch;
  const { element, fields, link, part } = search;
  const LISTED = ["kind", "status", "city", "county", "category", "year", "programme", "overdue"];
  const SHOWN = 6;
  const IN_ORDER = ["year", "overdue"];   // not by number of records

  /* What tells how many records a facet's value has under the other filters; null while not all
     that matter have been counted. Before anything is looked for the manifest knows. */
  function counter({ records, counted, asked, failed }) {
    const { shards, canMatch } = records;
    const filters = asked?.filters ?? [];
    const read = counted && new Set([...counted.files, ...Object.values(failed).flat()]);
    const unread = counted ? shards.filter(({ file }) => !read.has(file)) : shards;
    const matter = Object.fromEntries(search.FACETS.map((name) =>
      [name, unread.filter((shard) => canMatch(shard, filters.filter(([one]) => one !== name)))]));
    const sum = (name, number) => matter[name].reduce(
      (found, { counts }) => found + (counts[name].get(number) ?? 0), 0);
    return (name, number) => {
      if (!counted) return name === "overdue" || filters.length ? null : sum(name, number);
      const open = matter[name].some((shard) => canMatch(shard, [[name, number]]));
      return open ? null : counted.counts[name][number];
    };
  }

  function name(facet) {
    return fields[facet].labels[0].firstChild.data.trim();
  }

  function item(facet, { key, label, count }, view, changed) {
    const isChosen = view.filters[facet] === key;
    const value = isChosen ? "" : key;
    const made = link(label, view, { filters: { ...view.filters, [facet]: value } }, changed);
    made.dataset.key = key;
    if (!isChosen) return element("li", "", made, element("span", "n", String(count)));
    made.setAttribute("aria-current", "true");
    return element("li", "", made, element("span", "n", "取消"));
  }

  function list(facet, values, view, changed) {
    return element("ul", "", ...values.map((one) => item(facet, one, view, changed)));
  }

  function group(facet, values, view, changed) {
    const made = element("div", "facet", element("h3", "", name(facet)));
    made.dataset.facet = facet;
    made.append(list(facet, values.slice(0, SHOWN), view, changed));
    if (values.length > SHOWN) {
      const rest = values.slice(SHOWN);
      made.append(element("details", "", element("summary", "", `其余 ${rest.length} 项`), list(facet, rest, view, changed)));
    }
    return made;
  }

  /* Where nothing is found: the categories with most issues, as the manifest counts them. */
  function showFrequent({ records, view }, changed) {
    const { all } = records.about;
    const none = Object.fromEntries(search.FACETS.map((one) => [one, ""]));
    const counted = all.category.map(({ key, label }, number) => ({
      key, label,
      count: records.shards.reduce((sum, { counts }) => sum + (counts.category.get(number) ?? 0), 0),
    })).filter(({ count }) => count).sort((a, b) => b.count - a.count).slice(0, SHOWN);
    part("frequent").replaceChildren(...counted.map(({ key, label, count }) => element("li", "",
      link(label, view, { q: "", date: "", filters: { ...none, kind: search.ISSUES, category: key } }, changed),
      ` ${count}`)));
  }

  /* The values that some hits have; a single one narrows nothing. */
  function values(facet, options, view, count) {
    const all = options.map(({ key, label }, number) => ({ key, label, count: count(facet, number) }));
    const found = all.filter((one) => one.count || one.key === view.filters[facet]);
    if (!IN_ORDER.includes(facet)) found.sort((a, b) => b.count - a.count);
    return found.length > 1 || view.filters[facet] ? found : [];
  }

  /* The only city among the hits, by which none of its counties need be told from others; "" if several. */
  function onlyCity({ city: options }, { filters: { city: key } }, count) {
    const found = options.filter((one, number) => (key ? one.key === key : count("city", number)));
    return found.length === 1 ? found[0].label : "";
  }

  function withoutCity(city, counties) {
    const short = ({ label, ...one }) => ({ ...one, label: label.startsWith(city) ? label.slice(city.length) || label : label });
    return city ? counties.map(short) : counties;
  }

  /* count(facet, number) as in search-form.js. */
  function showNarrow(options, view, count, changed) {
    const open = new Set([...part("narrow").querySelectorAll("details[open]")]
      .map((one) => one.parentElement.dataset.facet));
    const known = { ...options, county: withoutCity(onlyCity(options, view, count), options.county) };
    const made = LISTED.map((facet) => [facet, values(facet, known[facet], view, count)])
      .filter(([, found]) => found.length)
      .map(([facet, found]) => group(facet, found, view, changed));
    for (const one of made) {
      const rest = one.querySelector("details");
      if (rest && open.has(one.dataset.facet)) rest.open = true;
    }
    part("narrow").replaceChildren(element("h2", "", "缩小范围"), ...made);
    part("narrow").classList.remove("lt-uncounted");
    part("narrow").hidden = made.length === 0;
    part("narrow-link").hidden = made.length === 0;
  }

  Object.assign(search, { counter, showFrequent, showNarrow });
})();
