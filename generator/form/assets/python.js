// Asks the Python that this page carries. Until it has started, what the page shows first is answered
// from what was asked when the file was made, so that one can type at once.

async function textOf(name) {
  const block = byId(name);
  const letters = atob(block.textContent);
  block.remove();
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

// The blocks are as large as the file: once the worker has them, the page need not keep them.
function taken(names) {
  return Object.fromEntries(names.map((name) => {
    const block = byId(name);
    block.remove();
    return [name, block.textContent];
  }));
}

async function startedWorker() {
  const address = URL.createObjectURL(new Blob([await textOf("worker.js")], { type: "text/javascript" }));
  // No module: a page from disk may not start one.
  const worker = new Worker(address);
  const waiting = new Map();
  worker.addEventListener("message", ({ data }) => {
    const { resolve, reject } = waiting.get(data.id);
    waiting.delete(data.id);
    if ("error" in data) reject(new Error(data.error));
    else resolve(data.reply);
  });
  worker.addEventListener("error", (event) => {
    for (const { reject } of waiting.values()) reject(new Error(event.message || "不能运行"));
  });
  let last = 0;
  return (message) => new Promise((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject });
    worker.postMessage({ id: last, ...message });
  });
}

function startAsking() {
  const begun = JSON.parse(byId("begun.json").textContent);
  const about = JSON.parse(byId("runtime.json").textContent);
  const files = taken(["python_stdlib.zip", "pyodide.asm.wasm", "site.zip", "generator.zip", "register.zip"]);
  const worker = startedWorker();
  const ready = worker.then((send) => send({ about, files }));
  let isReady = false;
  ready.then(() => { isReady = true; }, () => undefined);
  const ask = async (request) => {
    if (!isReady && request.do === "start") return begun.start;
    if (!isReady && request.do === "questions") return begun.questions[request.entry.kind];
    const send = await worker;
    return JSON.parse(await send({ request: JSON.stringify(request) }));
  };
  return { ask, ready };
}

// What is typed at a file is kept by the browser alone.
function keepElsewhere() {
  return false;
}

function startGiving() {
  byId("zip").addEventListener("click", () => give("zip"));
  byId("patch").addEventListener("click", () => give("patch"));
}
