// Run in Node by `form.runtime`: starts Pyodide and lets it compile the modules that a form imports.
// Its words: the folder of the npm package, and the folder with the modules as ZIP files.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({ indexURL: `${pyodide}/` });
python.mountNodeFS("/modules", folder);
for (const name of ["site.zip", "generator.zip"]) {
  const content = Uint8Array.from(readFileSync(`${folder}/${name}`));
  python.unpackArchive(content, "zip", { extractDir: "/lib/packages" });
}
try {
  python.runPython(`
import sys
sys.path.insert(0, "/lib/packages")
from pathlib import Path
from generator.form.compiling import compile_used
compile_used(Path("/modules"))
`);
} catch (error) {
  // Node would print the whole of Pyodide's script, which is one line, before what went wrong.
  console.error(error.message.trim().split("\n").at(-1));
  process.exitCode = 1;
}
