// Starts Python in the page and gives the one function by which the form asks it.
// Nothing is fetched: what Python asks for by address is answered from the page itself.

const NOWHERE = "https://form.invalid/";

async function packed(name) {
  const text = document.getElementById(name).textContent;
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

function answerFromPage() {
  const outside = globalThis.fetch;
  globalThis.fetch = async (address, options) => {
    const url = String(address);
    if (!url.startsWith(NOWHERE)) return outside(address, options);
    const name = url.slice(NOWHERE.length);
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/zip";
    return new Response(await packed(name), { headers: { "content-type": type } });
  };
}

async function startAsking() {
  answerFromPage();
  const about = JSON.parse(document.getElementById("runtime.json").textContent);
  const python = await globalThis.loadPyodide({
    indexURL: NOWHERE,
    createPyodideModule: globalThis.createPyodideModule,
    lockFileContents: { info: about, packages: {} },
  });
  const place = "/lib/python" + about.python.split(".").slice(0, 2).join(".") + "/site-packages";
  for (const name of ["site.zip", "generator.zip"]) {
    python.unpackArchive(await packed(name), "zip", { extractDir: place });
  }
  const session = python.pyimport("generator.form.session");
  const form = session.opened(python.toPy(new Uint8Array(await packed("register.zip"))));
  return (request) => JSON.parse(form.ask_json(JSON.stringify(request)));
}

function startGiving() {
  byId("zip").addEventListener("click", () => give("zip"));
  byId("patch").addEventListener("click", () => give("patch"));
}
