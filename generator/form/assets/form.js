// The page: which questions are shown, and what is checked when.

const byId = (id) => document.getElementById(id);
const sitting = keptSitting();
let fields = new Map();
let ask = null;
let start = null;

function say(text) {
  byId("said").textContent = text;
}

function keep() {
  if (keepSitting(sitting)) return;
  byId("unsaved").hidden = false;
  byId("unsaved").textContent = "这个浏览器不能保存草稿，关闭窗口会丢失没有下载的内容。";
}

function entryNow() {
  const kept = sitting.entries[sitting.edited];
  return { kind: sitting.kind, answers: sitting.answers, id: kept ? kept.id : "" };
}

async function refresh() {
  const request = { do: "questions", entry: entryNow(), others: othersOf(sitting) };
  const { questions } = await ask(request);
  const shown = new Map();
  for (const question of questions) {
    const known = fields.get(question.name);
    const fits = known && known.isSelect === isSelect(question) && !!known.list === (question.input === "choice" && !isSelect(question));
    const field = fits ? known : new QuestionField(question, answered);
    if (!fits) field.value = sitting.answers[question.name] || "";
    field.update(question);
    shown.set(question.name, field);
  }
  const active = document.activeElement && document.activeElement.id;
  if (!sameFields(shown)) byId("fields").replaceChildren(...[...shown.values()].map((one) => one.element));
  fields = shown;
  if (active && byId(active) && document.activeElement !== byId(active)) byId(active).focus();
  return questions;
}

function sameFields(shown) {
  const there = [...byId("fields").children];
  const wanted = [...shown.values()].map((one) => one.element);
  return there.length === wanted.length && wanted.every((one, at) => one === there[at]);
}

// A press of the mouse leaves the field before it is a click: what moves on the page meanwhile would
// take the button away from under it.
let released = Promise.resolve();

function waitForRelease() {
  released = new Promise((resolve) => {
    for (const end of ["pointerup", "pointercancel"]) {
      document.addEventListener(end, () => setTimeout(resolve, 50), { once: true });
    }
  });
}

// A word that was typed is kept before the answer is whole.
function typed(event) {
  if (!event.target.name) return;
  sitting.answers[event.target.name] = event.target.value;
  keep();
}

// The entry that was not finished; null for none.
function entryLeft() {
  const isKnown = start.kinds.some((one) => one.name === sitting.kind);
  return isKnown ? { kind: sitting.kind, answers: sitting.answers } : null;
}

// The entry that the address asks for, as the links on the pages of issues do.
function entryWanted() {
  const issue = new URLSearchParams(location.search).get("issue");
  if (issue && start.kinds.some((one) => one.name === "step")) return { kind: "step", answers: { about: issue } };
  return { kind: start.kinds[0].name, answers: {} };
}

async function answered(field) {
  sitting.answers[field.name] = field.value;
  keep();
  await released;
  await refresh();
}

async function begin(kind, answers) {
  sitting.kind = kind;
  sitting.answers = answers;
  const title = start.kinds.find((one) => one.name === kind).title;
  byId("what").textContent = sitting.edited < 0 ? title : `改：${title}`;
  byId(`kind-${kind}`).checked = true;
  showSummary([]);
  const questions = await refresh();
  for (const one of questions) {
    if (one.default && !(one.name in sitting.answers)) sitting.answers[one.name] = one.default;
    fields.get(one.name).value = sitting.answers[one.name] || "";
  }
  await refresh();
  keep();
}

function showSummary(problems) {
  const summary = byId("summary");
  for (const field of fields.values()) field.showWrong("");
  summary.hidden = problems.length === 0;
  summary.replaceChildren();
  if (!problems.length) return;
  const errors = problems.filter((one) => one.is_error).length;
  summary.append(make("h3", {}, errors ? `有 ${errors} 处要改` : "请看一下"), make("ul", {}, ...problems.map(summaryItem)));
  if (errors) summary.focus();
}

function summaryItem(problem) {
  const field = fields.get(problem.question);
  const code = problem.code ? `（${problem.code}）` : "";
  const hint = problem.hint ? `；${problem.hint}` : "";
  const text = `${problem.message}${hint}${code}`;
  if (!field) return make("li", {}, (problem.title ? `${problem.title}：` : "") + text);
  if (problem.is_error) field.refuse(text);
  const link = make("a", { href: `#q-${field.name}` }, `${problem.title}：${problem.message}`);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    field.input.focus();
  });
  return make("li", {}, link, hint + code);
}

async function add(event) {
  event.preventDefault();
  for (const field of fields.values()) sitting.answers[field.name] = field.value;
  keep();
  const made = await ask({ do: "check", entry: entryNow(), others: othersOf(sitting) });
  showSummary(made.problems);
  if (!made.ok) return keep();
  const entry = { ...entryNow(), id: made.id, answers: { ...sitting.answers }, made };
  const wasEdited = sitting.edited >= 0;
  if (wasEdited) sitting.entries[sitting.edited] = entry;
  else sitting.entries.push(entry);
  sitting.edited = -1;
  sitting.given = false;
  await begin(sitting.kind, keptAnswers());
  showEntries();
  if (made.problems.length) showSummary(made.problems);
  say([`${wasEdited ? "已改好" : "已加入清单"}：${made.label}`, ...made.after].join("；"));
  const first = [...fields.values()].find((one) => one.question.is_needed && !one.value);
  if (first) first.input.focus();
}

function keptAnswers() {
  const kept = [...fields.values()].filter((one) => one.question.keeps);
  return Object.fromEntries(kept.map((one) => [one.name, one.value]));
}

function showKinds() {
  for (const kind of start.kinds) {
    const radio = make("input", { type: "radio", name: "kind", id: `kind-${kind.name}`, value: kind.name });
    radio.addEventListener("change", () => {
      sitting.edited = -1;
      begin(kind.name, {});
    });
    byId("kinds").append(make("label", {}, radio, ` ${kind.title}`));
  }
}

async function open() {
  ask = await startAsking();
  start = await ask({ do: "start" });
  byId("about").textContent = `数据截至 ${start.day}。${start.about}`;
  byId("place").textContent = start.place;
  showKinds();
  byId("clerk").value = sitting.clerk || start.clerk || "";
  byId("mail").value = sitting.mail || start.mail || "";
  document.addEventListener("pointerdown", waitForRelease, true);
  byId("form").addEventListener("submit", add);
  byId("clear").addEventListener("click", () => begin(sitting.kind, {}));
  startGiving();
  byId("empty").addEventListener("click", empty);
  byId("work").hidden = false;
  byId("fields").addEventListener("input", typed);
  const first = entryLeft() || entryWanted();
  await begin(first.kind, first.answers);
  showEntries();
  byId("state").textContent = "可以填写了。";
  document.body.dataset.ready = "true";
}

open().catch((error) => {
  byId("state").textContent = `检查程序没有启动：${error.message}。换一个新一些的浏览器（Chrome、Edge、Firefox 近两年的版本）再打开。`;
  console.error(error);
});
