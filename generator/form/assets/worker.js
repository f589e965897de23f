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

async function startPython({ about, files }) {
  answerFrom(files);
  const python = await globalThis.loadPyodide({
    indexURL: NOWHERE,
    createPyodideModule: globalThis.createPyodideModule,
    lockFileContents: { info: about, packages: {} },
  });
  const place = "/lib/python" + about.python.split(".").slice(0, 2).join(".") + "/site-packages";
  for (const name of ["site.zip", "generator.zip"]) {
    python.unpackArchive(await unpacked(files[name]), "zip", { extractDir: place });
  }
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
