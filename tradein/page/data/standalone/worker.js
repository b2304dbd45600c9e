// Runs the program in a worker, so that the page never waits: Python starts with the first
// message, and each further one is a question.
const scope = globalThis;
let answer = null;

const addressOf = (bytes) => URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));

async function start({ wasm, stdlib, module, loader, program, settings }) {
  const kinds = { "pyodide.asm.wasm": [wasm, "application/wasm"], "python_stdlib.zip": [stdlib, "application/zip"] };
  scope.fetch = async (address) => { // what Python asks for at its start is here; nothing else is fetched
    const known = kinds[String(address).split("/").pop()];
    if (!known) throw new Error(`nothing is fetched, not even ${address}`);
    return new Response(known[0], { headers: { "Content-Type": known[1] } });
  };
  const { default: createPyodideModule } = await import(addressOf(module));
  const { loadPyodide } = await import(addressOf(loader));
  const python = await loadPyodide({
    createPyodideModule,
    indexURL: "https://embedded.invalid/",
    lockFileContents: { info: settings.pyodide, packages: {} },
    env: { HOME: "/home" },
  });
  python.unpackArchive(program, "zip", { extractDir: "/program" });
  python.runPython("import sys; sys.path.insert(0, '/program')");
  const inside = python.pyimport("tradein.cli.in_browser");
  inside.start(JSON.stringify(settings.files));
  return inside.answer;
}

scope.onmessage = ({ data }) => {
  const isFirst = answer === null;
  answer ??= start(data);
  const { number, path, question } = data;
  const told = answer.then((ask) => {
    if (!isFirst) scope.postMessage({ number, answer: JSON.parse(ask(path, JSON.stringify(question))) });
  });
  told.catch((failed) => scope.postMessage({ failed: failed.message }));
};
