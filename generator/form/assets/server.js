// Asks the server of this page, which judges and saves on this machine, one request after the other.

const ASKED = "/edit/ask";
const GONE =
  "编辑程序没有回答，可能已经停止。填写的内容留在这个浏览器里，没有丢：重新运行 lantian serve --edit，" +
  "打开它给出的网址，再打开本页就能接着填。";

class ServerError extends Error {}

addEventListener("unhandledrejection", (event) => {
  if (event.reason instanceof ServerError) event.preventDefault();
});

function failed(text) {
  byId("unsaved").textContent = text;
  byId("unsaved").hidden = false;
  throw new ServerError(text);
}

async function answerOf(token, request) {
  const headers = { "content-type": "application/json", "x-lantian-token": token };
  let answer;
  try {
    answer = await fetch(ASKED, { method: "POST", headers, body: JSON.stringify(request) });
  } catch {
    return failed(GONE);
  }
  if (answer.status === 413) return failed("清单太长，先保存一部分再填。");
  if (answer.status === 409) return failed(await answer.text());
  if (!answer.ok) return failed(answer.status === 403 ? GONE : `编辑程序不接受这个请求（${answer.status}）。`);
  byId("unsaved").hidden = true;
  return answer.json();
}

function startAsking() {
  const { token } = JSON.parse(byId("served.json").textContent);
  let last = Promise.resolve();
  const ask = (request) => {
    const whole = request.do === "start" ? { ...request, place: DRAFT } : request;
    const one = last.then(() => answerOf(token, whole));
    last = one.catch(() => undefined);
    return one;
  };
  asking = ask;
  return { ask, ready: Promise.resolve() };
}

// The server keeps the sitting on disk as well, for a browser that forgets and for another port.
const DRAFT = [...new URLSearchParams(location.search).values()].join("-");
let asking = null;
let unsent = null;
let sending = null;

function keepElsewhere(sitting) {
  unsent = sitting;
  sending = sending || setTimeout(sendDraft, 500);
  return true;
}

async function sendDraft() {
  sending = null;
  if (!asking || !unsent) return;
  const sitting = unsent;
  unsent = null;
  const hasWords = sitting.entries.length || Object.values(sitting.answers).some(Boolean);
  await asking({ do: "draft", place: DRAFT, sitting: hasWords ? JSON.stringify(sitting) : "" });
}

function startGiving() {
  byId("save").addEventListener("click", save);
}

async function save() {
  byId("save").disabled = true;
  try {
    const given = await packaged("save");
    if (given) showSaved(given);
  } finally {
    byId("save").disabled = false;
  }
}

function showSaved(given) {
  const review = given.review ? [make("h3", {}, "审核的人会看到"), make("pre", {}, given.review)] : [];
  const link = given.link ? [make("p", {}, make("a", { href: given.link, rel: "noreferrer" }, given.link))] : [];
  const about = given.refused
    ? [make("p", { className: "wrong" }, `${given.refused}。${given.hint}`)]
    : [make("p", {}, `已保存：分支 ${given.branch}，提交 ${given.commit}。`), make("p", {}, given.next), ...link];
  byId("saved").replaceChildren(...about, ...review);
  byId("saved").hidden = false;
  byId("saved").focus();
  if (given.refused) return;
  sitting.entries = [];
  showEntries();
}

// The entry of the ledger as the site shows it, in a frame of its own: its styles are not those of this page.
// Only the newest is open: a sitting may have sixty.
function previewOf(made, isLast) {
  const { style } = JSON.parse(byId("served.json").textContent);
  const frame = make("iframe", { title: `${made.label} 在台账里的样子`, className: "entry" });
  const fit = () => {
    frame.style.height = `${frame.contentDocument.documentElement.scrollHeight + 2}px`;
  };
  frame.setAttribute("sandbox", "allow-same-origin");
  frame.addEventListener("load", fit);
  frame.srcdoc = `<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>台账条目</title><style>${style}</style></head><body><main class="md-typeset">${made.preview}</main></body></html>`;
  const whole = make("details", { open: isLast }, make("summary", {}, "在台账里的样子"), frame);
  whole.addEventListener("toggle", fit);
  return whole;
}
