/* The form of the record search: its fields, its filters and the address always say the same, so
   that a search can be kept, sent on and come back to. */
(function () {
  "use strict";

  const { FACETS, element } = window.lantianSearch;
  const form = document.querySelector(".lt-search form");
  const chips = document.querySelector('.lt-search [data-part="chips"]');
  const fields = form.elements;
  const key = (option) => option.key ?? option;
  const label = (option) => option.label ?? option;
  let date = "";   // has no field: other pages link to a month or a day

  function readAddress() {
    const given = new URLSearchParams(location.search);
    fields.q.value = given.get("q") ?? "";
    date = given.get("date") ?? "";
    for (const name of FACETS) choose(fields[name], given.get(name) ?? "");
  }

  /* A value that no record has stays visible, so that the reader can take it away. */
  function choose(select, value) {
    const known = [...select.options].some((option) => option.value === value);
    if (!known) select.append(new Option(value, value));
    select.value = value;
  }

  function writeAddress(state) {
    const wanted = new URLSearchParams();
    for (const name of ["q", ...FACETS]) {
      if (fields[name].value) wanted.set(name, fields[name].value);
    }
    if (date) wanted.set("date", date);
    const query = wanted.toString();
    history.replaceState(state, "", query ? "?" + query : location.pathname);
  }

  function fillSelects(options) {
    for (const name of FACETS) {
      const select = fields[name];
      const value = select.value;
      const made = options[name].map((option) => new Option(label(option), key(option)));
      select.replaceChildren(select.options[0], ...made);
      choose(select, value);
    }
  }

  /* What search() needs: the words, the filters as pairs of facet and value number, the date. */
  function wanted(options) {
    const set = FACETS.filter((name) => fields[name].value);
    const chosen = set.map((name) => {
      const at = options[name].findIndex((option) => key(option) === fields[name].value);
      return [name, at < 0 ? NaN : at];   // NaN equals no record's value
    });
    return { query: fields.q.value, chosen, date };
  }

  function showCounts(options, counts) {
    for (const name of FACETS) {
      const select = fields[name];
      options[name].forEach((option, n) => {
        const item = select.options[n + 1];
        item.textContent = `${label(option)}（${counts[name][n]}）`;
        item.disabled = counts[name][n] === 0 && !item.selected;
      });
    }
  }

  function chip(name, value, remove, changed) {
    const made = element("button", "", `${name}：${value}`);
    made.type = "button";
    made.setAttribute("aria-label", `去掉筛选 ${name}：${value}`);
    made.addEventListener("click", () => { remove(); changed(); fields.q.focus(); });
    return made;
  }

  function clearFilters() {
    for (const name of FACETS) fields[name].value = "";
    date = "";
  }

  /* One button for each filter in force, and one for all; changed() is called after a click. */
  function showChips(changed) {
    const set = FACETS.map((name) => fields[name]).filter((select) => select.value);
    const made = set.map((select) => chip(
      select.labels[0].firstChild.data.trim(),
      select.selectedOptions[0].textContent.replace(/（\d+）$/, ""),
      () => { select.value = ""; }, changed));
    if (date) made.push(chip("日期", date, () => { date = ""; }, changed));
    if (made.length > 1) {
      const all = chip("", "", clearFilters, changed);
      all.className = "lt-chips-clear";
      all.textContent = "清除全部筛选";
      all.removeAttribute("aria-label");
      made.push(all);
    }
    chips.replaceChildren(...made);
  }

  Object.assign(window.lantianSearch, {
    form, readAddress, writeAddress, fillSelects, wanted, showCounts, showChips, clearFilters,
  });
})();
