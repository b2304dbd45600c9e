// Bundles editor.js into tradein/page/data, or the folder named, with the licenses of what is in it.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, "..", "tradein", "page", "data");

function folderOf(path) {
  return path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0];
}

function license(folder) {
  const about = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
  if (about.license !== "MIT") throw new Error(`${about.name}: ${about.license}`);
  const file = readdirSync(join(here, folder)).find((name) => /^licen[cs]e/i.test(name));
  return `${about.name} ${about.version}\n\n${readFileSync(join(here, folder, file), "utf8").trim()}\n`;
}

const { metafile, outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: ["editor.js"],
  banner: { js: "// CodeMirror, bundled from web/; codemirror-license.txt has the licenses." },
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none",
  metafile: true,
  minify: true,
  target: "es2022",
  write: false,
});
const folders = new Set(Object.keys(metafile.inputs).map(folderOf).filter(Boolean));
mkdirSync(target, { recursive: true });
writeFileSync(join(target, "codemirror.js"), outputFiles[0].contents);
writeFileSync(join(target, "codemirror-license.txt"), [...folders].sort().map(license).join("\n---\n\n"));
