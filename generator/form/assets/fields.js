// The questions on the page: which are shown, which are folded away, and what is wrong with each.

let fields = new Map();

async function refresh() {
  const request = { do: "questions", entry: entryNow(), others: othersOf(sitting) };
  const { questions } = await ask(request);
  const shown = new Map();
  for (const question of questions) {
    const known = fields.get(question.name);
    const field = known && known.fits(question) ? known : new QuestionField(question, answered);
    if (field !== known) field.value = sitting.answers[question.name] || "";
    field.update(question);
    shown.set(question.name, field);
  }
  const active = document.activeElement && document.activeElement.id;
  fields = shown;
  place([...fields.values()]);
  if (active && byId(active) && document.activeElement !== byId(active)) byId(active).focus();
  return questions;
}

function place(all) {
  const folded = all.filter((one) => one.question.is_folded);
  put(byId("fields"), all.filter((one) => !one.question.is_folded));
  put(byId("folded"), folded);
  byId("more").hidden = !folded.length;
  byId("more-about").textContent = `更多（选填，${folded.length} 项）`;
  if (folded.some((one) => one.value || one.isRemarked)) byId("more").open = true;
}

function put(into, all) {
  const wanted = all.map((one) => one.element);
  const there = [...into.children];
  const isSame = there.length === wanted.length && wanted.every((one, at) => one === there[at]);
  if (!isSame) into.replaceChildren(...wanted);
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
  if (field.question.is_folded) byId("more").open = true;
  const link = make("a", { href: `#q-${field.name}` }, `${problem.title}：${problem.message}`);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    if (field.question.is_folded) byId("more").open = true;
    field.input.focus();
  });
  return make("li", {}, link, hint + code);
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

function keptAnswers() {
  const kept = [...fields.values()].filter((one) => one.question.keeps);
  return Object.fromEntries(kept.map((one) => [one.name, one.value]));
}
