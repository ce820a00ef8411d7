// Everything that is checked besides the tests: `npm run check`.
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { capture, root } from "./lib/run.mjs";
import { runSteps } from "./lib/run-steps.mjs";
import { checkSdkInstall } from "./lib/sdk-install.mjs";
import { stageSdk } from "./lib/stage-sdk.mjs";

const published = ["contract", "server", "cli"];
// They are ES modules only: CommonJS loads them with require(), which Node >= 20.19 supports, and TypeScript's resolution
// of Node 10, which knows no `exports`, cannot be used with them.
const esmOnly = ["--profile", "node16", "--ignore-rules", "cjs-resolves-to-esm"];
const bin = (name) => join(root, "node_modules", ".bin", name);

/** @type {import("./lib/run-steps.mjs").Step[]} */
const steps = [
  tool("types", "tsc", ["-b"]),
  tool("lint", "oxlint", ["--type-aware", "--deny-warnings"]),
  tool("format", "oxfmt", ["--check", "."]),
  tool("layering", "vitest", ["run", "--project", "unit", "testing/src/layering.test.ts"]),
  tool("dead code", "knip", ["--no-progress"]),
  { name: "size of the UI", run: checkUiSize },
  { name: "lockfile", run: () => must("npm", ["ci", "--dry-run", "--offline"]) },
  ...published.map((name) => ({
    name: `package ${name}`,
    after: "types",
    run: () => checkPackage(join(root, "packages", name), esmOnly),
  })),
  { name: "package sdk", after: "types", run: checkStagedSdk },
  { name: "install of the SDK", after: "types", run: checkSdkInstall },
];

const failed = await runSteps(steps, {
  width: Math.max(2, availableParallelism()),
  print: console.log,
});
console.log(failed.length === 0 ? "All checks passed." : `Failed: ${failed.join(", ")}.`);
process.exitCode = failed.length === 0 ? 0 : 1;

function tool(name, command, args) {
  return { name, run: () => must(bin(command), args) };
}

/** publint reads the folder; attw reads the archive that would be published. */
async function checkPackage(folder, limits) {
  const temporary = await mkdtemp(join(tmpdir(), "honeyhive-pack-"));
  try {
    const packing = ["pack", "--json", "--ignore-scripts", "--pack-destination", temporary, folder];
    const [{ filename, files }] = JSON.parse((await capture("npm", packing)).stdout);
    const missing = ["README.md", "LICENSE"].filter(
      (name) => !files.some(({ path }) => path === name),
    );
    if (missing.length > 0) throw new Error(`Expected ${missing.join(" and ")} in ${filename}.`);
    await must(bin("publint"), ["run", "--strict", folder]);
    return await must(bin("attw"), [join(temporary, filename), ...limits]);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function checkStagedSdk() {
  const folder = await mkdtemp(join(tmpdir(), "honeyhive-stage-"));
  try {
    await stageSdk(folder);
    return await checkPackage(folder, []);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkUiSize() {
  return read(process.execPath, [join(root, "apps/web/check-size.mjs")]);
}

async function must(command, args) {
  await read(command, args);
  return "";
}

async function read(command, args) {
  const { code, output } = await capture(command, args);
  if (code !== 0) throw new Error(output.trimEnd());
  return output.trimEnd();
}
