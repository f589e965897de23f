// The page: what is filled in, when it is checked, and what is kept of it.

const sitting = keptSitting();
let ask = null;
let start = null;

const say = (text) => byId("said").replaceChildren(text);

function keep() {
  const wrong = keepSitting(sitting);
  byId("unkept").hidden = !wrong;
  byId("unkept").textContent = wrong;
}

function entryNow() {
  const kept = sitting.entries[sitting.edited];
  return { kind: sitting.kind, answers: sitting.answers, id: kept ? kept.id : "" };
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
  const asked = new URLSearchParams(location.search);
  const about = asked.get("issue");
  const kind = asked.get("do") || (about ? "step" : "");
  const isKnown = start.kinds.some((one) => one.name === kind);
  return { kind: isKnown ? kind : start.kinds[0].name, answers: isKnown && about ? { about } : {} };
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
  byId("more").open = false;
  showSummary([]);
  const questions = await refresh();
  for (const one of questions) {
    if (one.default && !(one.name in sitting.answers)) sitting.answers[one.name] = one.default;
    fields.get(one.name).value = sitting.answers[one.name] || "";
  }
  await refresh();
  keep();
}

let isAdding = false;

async function add(event) {
  event.preventDefault();
  if (isAdding) return;
  isAdding = true;
  try {
    await addEntry();
  } finally {
    isAdding = false;
  }
}

async function addEntry() {
  for (const field of fields.values()) sitting.answers[field.name] = field.value;
  keep();
  if (document.body.dataset.ready !== "true") say("检查程序准备好就检查这一条，请稍等……");
  const made = await ask({ do: "check", entry: entryNow(), others: othersOf(sitting) });
  say("");
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

// What was typed for one kind is there again when its kind is chosen again.
function change(kind) {
  if (sitting.edited < 0) sitting.drafts[sitting.kind] = sitting.answers;
  sitting.edited = -1;
  const answers = sitting.drafts[kind] || {};
  delete sitting.drafts[kind];
  return begin(kind, answers);
}

function showKinds() {
  for (const kind of start.kinds) {
    const radio = make("input", { type: "radio", name: "kind", id: `kind-${kind.name}`, value: kind.name });
    radio.addEventListener("change", () => change(kind.name));
    byId("kinds").append(make("label", {}, radio, ` ${kind.title}`));
  }
}

async function open() {
  const { ask: asking, ready } = startAsking();
  ask = asking;
  start = await ask({ do: "start" });
  takeDraft(sitting, start.draft);
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
  byId("form").addEventListener("input", typed);
  byId("work").hidden = false;
  const first = entryLeft() || entryWanted();
  await begin(first.kind, first.answers);
  showEntries();
  byId("state").textContent = "可以填写了；检查程序还要准备几秒钟，不连接网络……";
  document.body.dataset.ready = "typing";
  await ready;
  document.body.dataset.ready = "true";
  await refresh();
  byId("state").textContent = "可以填写和检查了。";
}

open().catch((error) => {
  byId("state").textContent = `检查程序没有启动：${error.message}。换一个新一些的浏览器（Chrome、Edge、Firefox 近两年的版本）再打开。`;
  console.error(error);
});
