/* The search page: hears what the reader does, asks, and shows what comes back. Its parts, below it
   in this folder: the engine and what it needs (worker), the address, the form, the table. */
(function () {
  "use strict";

  const search = window.lantianSearch;
  const { form, part } = search;
  const PAUSE = 400;   // milliseconds without a key before the address is written
  const state = {
    view: null, records: null, lexicon: null, asked: null, answer: null, counted: null, number: 0, near: 0,
    typing: false, timer: 0, top: 0, failed: { missing: [], stale: [], broken: [] },
  };

  function total() {
    return state.records.shards.reduce((sum, { records }) => sum + records, 0);
  }

  function showFacets() {
    const { all } = state.records.about;
    const count = search.counter(state);
    search.showCounts(all, count);
    if (state.answer?.complete) search.showNarrow(all, state.view, count, change);
  }

  /* The numbers of the query before are hidden as soon as its hits are gone. */
  function showCounted(message) {
    if (message.number !== state.number) return;
    state.counted = message;
    if (state.answer?.complete && !part("cards").contains(document.activeElement)) search.showCards(state, change);
    showFacets();
  }

  function showProgress({ complete, total: found, files }) {
    part("loading").hidden = complete;
    if (complete) return;
    const read = files.length;
    part("progress").max = state.needed;
    part("progress").value = Math.min(read, state.needed);
    part("loading-text").textContent = `正在载入记录（${read} / ${state.needed} 份），已找到 ${found} 条`;
    part("status").textContent = "正在载入记录";
  }

  function showStatus(answer) {
    const { complete, total: found, page, pages, issues } = answer;
    if (complete) {
      const where = pages > 1 ? `，第 ${page} 页，共 ${pages} 页` : "";
      const kinds = issues > 0 && issues < found ? `（${part("results").dataset.issue} ${issues} 个，其他记录 ${found - issues} 条）` : "";
      part("status").textContent = `共 ${total()} 条记录，符合 ${found} 条${kinds}${where}${search.sorting(state.view.sort)}`;
    }
    part("none").hidden = !complete || found > 0;
    if (complete && found === 0) search.showFrequent(state, change);
    part("near").hidden = true;
    part("how").hidden = true;
    if (complete) search.showHow(answer, state.asked);
    if (complete) search.showCards(state, change);
    part("downloads").hidden = !complete || issues === 0;
    part("problems").textContent = issues;
  }

  function showAnswer(answer) {
    if (answer.number !== state.number) return;
    state.answer = answer;
    const busy = part("results").contains(document.activeElement) && !answer.complete && answer.total;
    if (!busy) {   // what the reader is walking through stays until all are read
      search.showRows(answer, state.asked, state.records.about);
      search.showPages(answer, (page) => change({ page }, "results"));
    }
    if (state.counted?.number !== answer.number) search.hideCounts();
    search.showChips(state.view, change);
    showProgress(answer);
    showStatus(answer);
    if (answer.complete && state.top) { scrollTo(0, state.top); state.top = 0; }
  }

  function showNear(message) {
    if (message.number !== state.number) return;
    state.near = message.number;
    search.showNear(message, state, change);
  }

  function ask() {
    if (!state.records) return;
    const { q, filters, date, sort, page } = state.view;
    const { about } = state.records;
    const terms = search.terms(q, state.lexicon, about.all);
    state.asked = {
      q, terms, marks: search.marks(terms), date, sort, page,
      filters: search.numbered(filters, about.all),
    };
    const { number, needed } = state.records.ask(state.asked);
    Object.assign(state, { number, needed });
  }

  /* A step of the reader: what changed, and where the focus goes. */
  function change(changes, focus = "") {
    clearTimeout(state.timer);
    const page = "page" in changes ? changes.page : 1;
    state.view = { ...state.view, ...changes, page };
    state.typing = false;
    search.write(state.view, { step: true });
    search.show(state.view);
    ask();
    if (focus) part(focus).focus();
  }

  /* Typing asks at once; the first key of some is a step that Back goes back over. */
  function typed(event) {
    if (event.isComposing) return;   // half-typed pinyin is no query
    if (event.target !== form.elements.q || form.elements.q.value === state.view.q) return;
    state.view = { ...state.view, q: form.elements.q.value, page: 1 };
    ask();
    clearTimeout(state.timer);
    state.timer = setTimeout(written, PAUSE);
  }

  function written() {
    clearTimeout(state.timer);
    search.write(state.view, { step: !state.typing });
    state.typing = true;
  }

  function sortBy(name) {
    const { sort } = state.view;
    change({ sort: sort === name ? "-" + name : sort === "-" + name ? "" : name });
  }

  function choose({ target }) {
    if (target.tagName !== "SELECT") return;
    change({ filters: { ...state.view.filters, [target.name]: target.value } });
  }

  function read() {
    state.view = search.parse(location.search);
    state.typing = false;
    search.show(state.view);
    if (!search.isEmpty(state.view) || state.asked) ask();
  }

  search.page = { state, ask, change, choose, read, showAnswer, showCounted, showFacets, showNear, sortBy, total, typed, written };
})();
