/* How old this copy is, by the day in China at the reader's clock. Whatever is counted or overdue
   stays as of the day of the build, so that numbers, marks and search agree on a copy of any age;
   only a term of publication ends by the day of reading. Works from disk; nothing is sent anywhere. */
(function () {
  "use strict";

  const DAY = 24 * 60 * 60 * 1000;
  const CHINA = 8 * 60 * 60 * 1000;
  const ENDED = "公开期已满的案例";
  const EDITIONS = { full: "完整版", public: "公开版" };
  const ISO = /^\d{4}-\d{2}-\d{2}$/;
  const root = new URL("../", document.currentScript.src);

  /* Days as numbers, so that no time zone or summer time comes between them. */
  function dayNumber(text) {
    const [year, month, day] = text.split("-").map(Number);
    return Date.UTC(year, month - 1, day) / DAY;
  }

  /* The day in China, wherever the reader is: terms of publication end there. */
  function today() {
    return Math.floor((Date.now() + CHINA) / DAY);
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  }

  /* day: the day of the build. */
  function completeDeadlines(day) {
    for (const time of document.querySelectorAll("time[data-due]")) {
      if (!ISO.test(time.dataset.due)) continue;
      const over = dayNumber(day) - dayNumber(time.dataset.due);
      if (over <= 0) continue;
      time.after(" ", element("span", "st over", `逾期 ${over} 天`));
    }
  }

  function noted(before, text) {
    const note = element("p", "lt-warning lt-ended", text);
    note.setAttribute("role", "note");
    before.before(note);
  }

  /* A copy outlives the term of publication: it then hides what names a case, and says so. */
  function endCase(article) {
    const [name, ...others] = article.querySelectorAll("[data-private-after]");
    name.textContent = "公开期已满，名称不再显示";
    for (const other of others) {
      other.replaceChildren();
      other.hidden = true;
    }
    document.title = ENDED;
    document.querySelectorAll('meta[name="description"], meta[property^="og:"]')
      .forEach((told) => told.remove());
    const said = `这个案例的公开期到 ${article.dataset.until} 为止。`;
    noted(article, `${said}公开期已满，这份副本不再显示名称。`);
  }

  function endTerms() {
    const over = [...document.querySelectorAll("[data-until]")].filter(
      ({ dataset: { until } }) => ISO.test(until) && today() > dayNumber(until));
    const names = over.filter((one) => !one.matches("article"));
    over.filter((one) => one.matches("article")).forEach(endCase);
    for (const one of names) one.textContent = one.dataset.ended ?? "（公开期已满，名称不显示）";
    const heading = document.querySelector("h1");
    if (!names.length || !heading) return;
    const cases = new Set(names.map((one) => one.closest("[data-record]")?.dataset.record ?? one));
    noted(heading.nextElementSibling ?? heading,
      `本页有 ${cases.size} 个案例公开期已满，这份副本不再显示名称；个数不变，仍算入这些案例。`);
  }

  function age(build) {
    const days = today() - dayNumber(build.day);
    if (days < 0) return "这台电脑的日期早于生成日期";
    return days ? `距今 ${days} 天` : "即当日";
  }

  function said(build) {
    const commit = build.commit ? `依据提交 ${build.commit.slice(0, 7)}` : "生成时没有 Git 历史";
    const when = build.time ? `${build.day} ${build.time}` : build.day;
    const edition = EDITIONS[build.edition] ?? "";
    return [`数据截至 ${when}，${age(build)}`, commit, edition].filter(Boolean).join("；") + "。";
  }

  /* The foot of each printed page; only browsers without margin boxes print the foot of the text. */
  function markPaper(build) {
    const words = `蓝天台账 ${build.day} ${build.commit.slice(0, 12)}`.replace(/[^\p{L}\p{N}: -]/gu, "");
    const style = document.createElement("style");
    style.textContent = `@page { @bottom-left { content: "${words}"; } }`;
    if (window.CSSMarginRule) style.textContent += "@media print { .md-footer { display: none; } }";
    document.head.append(style);
  }

  /* The line above the text of a copy that was not made today. */
  function showAge({ day }) {
    const line = document.querySelector('[data-part="copy"]');
    const days = today() - dayNumber(day);
    if (!line || days < 1) return;
    line.textContent = `本副本截至 ${day}，距今 ${days} 天。`
      + "个数、逾期和检索结果均截至该日，此后的办理情况未计入。";
    line.hidden = false;
  }

  window.lantianBuilt = function (build) {
    if (!build || !ISO.test(build.day)) return;
    completeDeadlines(build.day);
    showAge(build);
    const foot = document.querySelector('[data-part="age"]');
    foot?.prepend(element("span", "lt-age-said", said(build) + " "));
    markPaper(build);
  };

  endTerms();
  const script = document.createElement("script");
  script.src = new URL("data/build.js", root).href;
  document.head.append(script);
})();
