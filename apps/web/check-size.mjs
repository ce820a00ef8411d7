// What a browser has to load before it shows a page, held to a budget: `node check-size.mjs`.
import { basename, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

/** Of scripts, compressed: what every page loads, and what a page loads besides. */
const budget = { startKb: 145, pageKb: 20 };

const root = fileURLToPath(new URL(".", import.meta.url));
const { output } = await build({
  root,
  logLevel: "silent",
  build: { write: false },
});
const chunks = new Map(
  output.filter(({ type }) => type === "chunk").map((chunk) => [chunk.fileName, chunk]),
);
const entry = [...chunks.values()].find(({ isEntry }) => isEntry);
const start = loadedWith(entry.fileName);
const pages = entry.dynamicImports.map((file) => ({
  name: basename(chunks.get(file).facadeModuleId, ".tsx"),
  files: [...loadedWith(file)].filter((loaded) => !start.has(loaded)),
}));
const largest = pages
  .map(({ name, files }) => ({ name, files, kb: sizeKb(files) }))
  .sort((left, right) => right.kb - left.kb);

const overruns = [
  ...overrun("every page", [...start], budget.startKb),
  ...largest.flatMap(({ name, files }) => overrun(name, files, budget.pageKb)),
];
if (overruns.length > 0) {
  process.stderr.write(`${overruns.join("\n")}\n`);
  process.exitCode = 1;
} else {
  const [first] = largest;
  process.stdout.write(
    `${sizeKb([...start])} KB for every page (budget ${budget.startKb}), ` +
      `at most ${first.kb} KB besides (${first.name}; budget ${budget.pageKb})`,
  );
}

/** A file with all that it imports before it runs. */
function loadedWith(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const imported of chunks.get(file).imports) loadedWith(imported, found);
  return found;
}

function sizeKb(files) {
  const bytes = files.map((file) => gzipSync(chunks.get(file).code).length);
  return Math.round(bytes.reduce((sum, size) => sum + size, 0) / 1000);
}

function overrun(name, files, budgetKb) {
  const kb = sizeKb(files);
  if (kb <= budgetKb) return [];
  const heaviest = files
    .flatMap((file) => Object.entries(chunks.get(file).modules))
    .sort(([, left], [, right]) => right.renderedLength - left.renderedLength)
    .slice(0, 5)
    .map(
      ([id, { renderedLength }]) =>
        `  ${Math.round(renderedLength / 1000)} KB ${relative(root, id)}`,
    );
  return [
    `Expected the scripts of ${name} to be at most ${budgetKb} KB compressed, got ${kb} KB. ` +
      "Load what few people need by `import()` when they need it, as text-view.tsx does with Markdown. " +
      `The largest modules, before compression:\n${heaviest.join("\n")}`,
  ];
}
