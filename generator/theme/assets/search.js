/* The search page: loads the records, runs the search when the reader changes something, shows the
   answers. Its parts: search-index.js (records), search-hits.js (answers), search-form.js (form). */
(function () {
  "use strict";

  const { form, hit, load, search, words, ...page } = window.lantianSearch;
  const PAGE = 50;
  const PAUSE = 150;   // milliseconds without a key before the search runs
  const part = (name) => document.querySelector(`.lt-search [data-part="${name}"]`);
  const state = { index: null, rows: [], shown: PAGE, timer: 0 };

  function showHits(from) {
    const { index, rows, shown } = state;
    const wanted = words(form.elements.q.value);
    const made = rows.slice(from, shown).map((row) => hit(index, row, wanted));
    if (from === 0) part("results").replaceChildren();
    part("results").append(...made);
    part("more").hidden = rows.length <= shown;
    part("more").textContent = `更多（还有 ${rows.length - shown} 条）`;
  }

  function run() {
    if (!state.index) return;
    const { options, id } = state.index;
    const { rows, counts } = search(state.index, page.wanted(options));
    state.rows = rows;
    page.showCounts(options, counts);
    page.showChips(changed);
    part("status").textContent = `共 ${id.length} 条记录，符合 ${rows.length} 条`;
    part("none").hidden = rows.length > 0;
    showHits(0);
  }

  function changed() {
    clearTimeout(state.timer);
    state.shown = PAGE;
    page.writeAddress({ shown: state.shown });
    run();
  }

  function changedSoon(event) {
    if (event.isComposing) return;   // half-typed pinyin is no query
    clearTimeout(state.timer);
    state.timer = setTimeout(changed, PAUSE);
  }

  function more() {
    const from = state.shown;
    state.shown += PAGE;
    page.writeAddress({ shown: state.shown });
    showHits(from);
    part("results").children[from].querySelector("a").focus();
  }

  function clearAll() {
    form.elements.q.value = "";
    page.clearFilters();
    changed();
    form.elements.q.focus();
  }

  /* The answers are made anew when the reader comes back: keep where he was. */
  function keepPlace() {
    page.writeAddress({ shown: state.shown, top: scrollY });
  }

  function read() {
    page.readAddress();
    state.shown = history.state?.shown ?? PAGE;
    run();
  }

  function listen() {
    form.addEventListener("submit", (event) => { event.preventDefault(); changed(); });
    form.addEventListener("input", changedSoon);
    form.addEventListener("compositionend", changedSoon);
    part("more").addEventListener("click", more);
    part("clear").addEventListener("click", clearAll);
    part("results").addEventListener("click", keepPlace);
    window.addEventListener("popstate", read);
  }

  function warn(text) {
    part("problem").textContent = text;
    part("problem").hidden = false;
  }

  function warnOf(failed) {
    warn(`有 ${failed.length} 份记录没有载入（${failed.join("、")}），检索结果不全。`
      + "刷新本页再试；仍不行，就是 data 文件夹不完整，或浏览器版本太旧。");
  }

  async function start() {
    read();
    listen();
    const top = history.state?.top;
    const all = await load("../data/", (done) => { part("progress").value = done; });
    state.index = all;
    page.fillSelects(all.options);
    run();
    if (top) scrollTo(0, top);
    if (all.failed.length) warnOf(all.failed);
  }

  function giveUp(error) {
    console.error(error);
    part("status").textContent = "";
    warn("检索数据没有载入：data 文件夹缺文件，或与本页不是同一次生成的。可从“问题台账”和各城市页查找。");
  }

  start().catch(giveUp).finally(() => { part("progress").hidden = true; });
})();
