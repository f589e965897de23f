/* Sets the search page going: its listeners, its downloads, its words for what could not be read. */
(function () {
  "use strict";

  const search = window.lantianSearch;
  const { form, part, page } = search;
  const { state } = page;
  const NAME = "问题台账检索结果";

  function warn(text) {
    part("problem").textContent = text;
    part("problem").hidden = false;
  }

  function warnOf({ missing, stale, broken }) {
    const unread = [...missing, ...broken];
    const words = [];
    if (unread.length) {
      words.push(`有 ${unread.length} 份记录没有载入（${unread.join("、")}），检索结果不全。`
        + "刷新本页再试；仍不行，就是 data 文件夹不完整，或浏览器版本太旧。");
    }
    if (stale.length) {
      words.push(`有 ${stale.length} 份记录与本页不是同一次生成的（${stale.join("、")}），没有采用，检索结果不全。`
        + "这份副本混有两次生成的文件，须把整个文件夹重新复制一遍。");
    }
    warn(words.join(""));
  }

  /* The browser keeps the file under this name; the day is that of the build, as of which it is. */
  function save({ blob, format, total }) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${NAME}-${state.records.about.today}.${format}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    part("saved").textContent = `已交给浏览器保存：${link.download}，${total} 个问题`;
  }

  function hear(message) {
    if (message.type === "answer") page.showAnswer(message);
    else if (message.type === "counts") page.showCounted(message);
    else if (message.type === "near") page.showNear(message);
    else if (message.type === "file") save(message);
    else if (message.type === "nofile") part("saved").textContent = `文件没有做成：${message.reason}`;
    else if (message.type === "stopped") warn("检索中断了，可能是浏览器内存不够。关掉别的标签页，刷新本页再试。");
    else {
      state.failed[message.type].push(message.file);
      warnOf(state.failed);
    }
  }

  function download({ target }) {
    const { format } = target.dataset;
    if (!format) return;
    part("saved").textContent = "正在准备文件";
    state.records.file(format);
  }

  /* The answers are made anew when the reader comes back: keep where he was. */
  function keepPlace() {
    history.replaceState({ top: scrollY }, "");
  }

  function begin() {
    if (state.records && !state.asked) page.ask();
  }

  function listen() {
    form.addEventListener("submit", (event) => { event.preventDefault(); begin(); page.written(); });
    form.addEventListener("input", page.typed);
    form.addEventListener("compositionend", page.typed);
    form.addEventListener("change", page.choose);
    form.addEventListener("focusin", begin);
    part("clear").addEventListener("click", () => {
      page.change(search.parse(""));
      form.elements.q.focus();
    });
    part("downloads").addEventListener("click", download);
    part("results").addEventListener("click", keepPlace);
    for (const head of search.heads) {
      head.querySelector("button")?.addEventListener("click", () => page.sortBy(head.dataset.sort));
    }
    window.addEventListener("popstate", page.read);
  }

  async function start() {
    state.top = history.state?.top ?? 0;
    page.read();
    listen();
    state.records = await search.open(hear);
    state.lexicon = search.lexicon(state.records.about.words, state.records.about.han);
    search.ISSUES = state.records.about.all.kind[0]?.key ?? "";
    search.fillSelects(state.records.about.all);
    part("day").textContent = `，截至 ${state.records.about.today}`;
    part("status").textContent = `共 ${page.total()} 条记录，输入检索词或选择筛选即开始查找`;
    page.showFacets();
    if (!search.isEmpty(state.view) || form.contains(document.activeElement)) page.ask();
  }

  function giveUp(error) {
    console.error(error);
    part("status").textContent = "";
    warn("检索数据没有载入：data 文件夹缺文件，或与本页不是同一次生成的。可从“问题台账”和各城市页查找。");
  }

  start().catch(giveUp);
})();
