/* The form of the record search: its fields show what is looked for, its filters how many records
   each value has, its chips which filters are in force. */
(function () {
  "use strict";

  const search = window.lantianSearch;
  const { FACETS } = search;
  const form = document.querySelector(".lt-search form");
  const chips = document.querySelector('.lt-search [data-part="chips"]');
  const narrow = document.querySelector('.lt-search [data-part="narrow"]');
  const fields = form.elements;
  const COUNT = /（\d+）$/;

  function element(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  /* A value that no record has stays visible, so that the reader can take it away. */
  function choose(select, value) {
    const known = [...select.options].some((option) => option.value === value);
    if (!known) select.append(new Option(value, value));
    select.value = value;
  }

  function show({ q, filters }) {
    if (fields.q.value !== q) fields.q.value = q;
    for (const name of FACETS) choose(fields[name], filters[name]);
  }

  function fillSelects(options) {
    for (const name of FACETS) {
      const select = fields[name];
      const value = select.value;
      const made = options[name].map(({ key, label }) => new Option(label, key));
      select.replaceChildren(select.options[0], ...made);
      choose(select, value);
    }
  }

  /* The filters as pairs of facet and number of the option; NaN equals no record's value. */
  function numbered(filters, options) {
    return FACETS.filter((name) => filters[name]).map((name) => {
      const at = options[name].findIndex(({ key }) => key === filters[name]);
      return [name, at < 0 ? NaN : at];
    });
  }

  /* count(name, number) gives how many records, or null where not all of them have been read. */
  function showCounts(options, count) {
    for (const name of FACETS) {
      const select = fields[name];
      options[name].forEach(({ label }, number) => {
        const item = select.options[number + 1];
        const records = count(name, number);
        const text = records === null ? label : `${label}（${records}）`;
        if (item.text !== text) item.text = text;
        item.disabled = records === 0 && !item.selected;
        item.hidden = item.disabled && name === "county";   // hundreds, of other cities
      });
    }
  }

  /* Until they are counted anew: those of the selects that can be read while they are shut, and those
     beside the hits. */
  function hideCounts() {
    for (const name of FACETS) {
      const [item] = fields[name].selectedOptions;
      item.text = item.text.replace(COUNT, "");
    }
    narrow.classList.add("lt-uncounted");
  }

  function chip(name, value, remove) {
    const made = element("button", "", `${name}：${value}`);
    made.type = "button";
    made.setAttribute("aria-label", `去掉筛选 ${name}：${value}`);
    made.addEventListener("click", () => { remove(); fields.q.focus(); });
    return made;
  }

  function clearAll(changed) {
    const made = element("button", "lt-chips-clear", "清除条件");
    made.type = "button";
    made.addEventListener("click", () => {
      changed({ filters: Object.fromEntries(FACETS.map((name) => [name, ""])), date: "" });
      fields.q.focus();
    });
    return made;
  }

  /* One button for each filter in force, and one for all; changed(part of the view) follows a click. */
  function showChips({ filters, date }, changed) {
    const made = FACETS.filter((name) => filters[name]).map((name) => {
      const select = fields[name];
      return chip(select.labels[0].firstChild.data.trim(),
        select.selectedOptions[0].text.replace(COUNT, ""),
        () => changed({ filters: { ...filters, [name]: "" } }));
    });
    if (date) made.push(chip("日期", date.replace("..", " 至 "), () => changed({ date: "" })));
    if (made.length > 1) made.push(clearAll(changed));
    chips.replaceChildren(...made);
  }

  Object.assign(search, { form, fields, element, show, fillSelects, numbered, hideCounts, showCounts, showChips });
})();
