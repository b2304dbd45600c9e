// Starts the page that has the program in it: unpacks what is embedded, starts Python in a
// worker, and then the modules of the page.
(async () => {
  "use strict";
  const embedded = async (id) => {
    const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer();
  };
  const addressOf = (source) => URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const say = (words) => { document.getElementById("status").textContent = words; };

  // Modules import each other by name; each gets the addresses of those that it needs.
  const addresses = new Map();
  const load = (name, sources) => {
    if (!addresses.has(name)) {
      const source = sources[name].replace(/(from|import) "\.\/([\w-]+\.js)"/g,
        (_, word, other) => `${word} "${load(other, sources)}"`);
      addresses.set(name, addressOf(source));
    }
    return addresses.get(name);
  };

  try {
    say("Python is starting in this page; that takes some seconds.");
    const parts = ["wasm", "stdlib", "module", "loader", "program", "settings"];
    const data = Object.fromEntries(await Promise.all(parts.map(async (id) => [id, await embedded(id)])));
    const text = (bytes) => new TextDecoder().decode(bytes);
    const sources = JSON.parse(text(await embedded("sources")));
    globalThis.program = new Worker(addressOf(sources["worker.js"]));
    globalThis.program.postMessage({ ...data, settings: JSON.parse(text(data.settings)) });
    await import(load("page.js", sources));
    await import(load("console.js", sources));
  } catch (failed) {
    say(`This page could not start: ${failed.message}. It needs a browser of 2023 or later.`);
  }
})();
