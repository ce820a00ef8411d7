// Runs `npm test` under another Node than the one that is installed: `npm run test:node -- 24 [arguments of vitest]`.
import { delimiter, dirname, join } from "node:path";
import { obtainNode } from "./lib/obtain-node.mjs";
import { root, show } from "./lib/run.mjs";

const [version, ...vitestArguments] = process.argv.slice(2);
if (version === undefined || !/^\d+(\.\d+){0,2}$/.test(version)) {
  console.error(
    `Expected a version of Node, such as \`npm run test:node -- 24\`, got ${version === undefined ? "none" : `\`${version}\``}.`,
  );
  process.exitCode = 2;
} else {
  const node = await obtainNode(version);
  // First in the path, so that what the tests start by name runs under it, too.
  const path = `${dirname(node)}${delimiter}${process.env["PATH"] ?? ""}`;
  const env = { ...process.env, PATH: path };
  process.exitCode = await show(node, [join(root, "scripts/test.mjs"), ...vitestArguments], {
    env,
  });
}
