// Python in a thread of its own: the page stays free while it starts, and while it checks.
// Nothing is fetched: what Python asks for by address is answered from what the page sent along.

const NOWHERE = "https://form.invalid/";

// Pyodide tells a module from a classic worker by whether this works, and refuses the latter, although
// all that it wants a module for is to load scripts, and none is loaded here.
globalThis.importScripts = () => {
  throw new TypeError("nothing is loaded");
};

async function unpacked(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

function answerFrom(files) {
  globalThis.fetch = async (address) => {
    const name = String(address).slice(NOWHERE.length);
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/zip";
    return new Response(await unpacked(files[name]), { headers: { "content-type": type } });
  };
}

// Writes the files of a ZIP file that is not compressed. Python itself takes ten times as long for it.
function unzip(files, content, place) {
  const bytes = new Uint8Array(content);
  const view = new DataView(content);
  const end = bytes.length - 22;
  const made = new Set();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    const local = view.getUint32(at + 42, true);
    const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const named = at + 46 + view.getUint16(at + 28, true);
    const path = `${place}/${new TextDecoder().decode(bytes.subarray(at + 46, named))}`;
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(folder)) files.mkdirTree(folder);
    made.add(folder);
    files.writeFile(path, bytes.subarray(begin, begin + view.getUint32(at + 24, true)));
    at = named + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

async function startPython({ about, files }) {
  answerFrom(files);
  const python = await globalThis.loadPyodide({
    indexURL: NOWHERE,
    createPyodideModule: globalThis.createPyodideModule,
    lockFileContents: { info: about, packages: {} },
    env: { PYDANTIC_DISABLE_PLUGINS: "__all__", PYTHONDONTWRITEBYTECODE: "1" },
  });
  const place = "/lib/python" + about.python.split(".").slice(0, 2).join(".") + "/site-packages";
  for (const name of ["site.zip", "generator.zip"]) {
    unzip(python.FS, await unpacked(files[name]), place);
  }
  python.pyimport("importlib").invalidate_caches();
  const session = python.pyimport("generator.form.session");
  return session.opened(python.toPy(new Uint8Array(await unpacked(files["register.zip"]))));
}

let started = null;

addEventListener("message", async ({ data }) => {
  try {
    started = started || startPython(data);
    const form = await started;
    postMessage({ id: data.id, reply: data.request ? form.ask_json(data.request) : "" });
  } catch (error) {
    postMessage({ id: data.id, error: String(error.message || error).trim().split("\n").at(-1) });
  }
});
