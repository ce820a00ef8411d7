import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { capture, root } from "./run.mjs";

/**
 * Installs a Node from npm, whose packages are one for each platform, beside the dependencies and nowhere else.
 *
 * @param {string} version such as `24` or `22.12.0`
 * @returns {Promise<string>} the path of its binary
 */
export async function obtainNode(version) {
  const name = `node-${process.platform}-${process.arch}`;
  const cwd = join(root, "node_modules", ".cache", `node-${version}`);
  await mkdir(cwd, { recursive: true });
  // A prefix of its own: otherwise npm looks for a project above and installs there.
  const flags = ["--prefix", cwd, "--no-audit", "--no-fund", "--prefer-offline"];
  const { code, output } = await capture("npm", ["install", ...flags, `${name}@${version}`], {
    cwd,
  });
  if (code !== 0) throw new Error(`Expected npm to install Node ${version}, got:\n${output}`);
  return join(cwd, "node_modules", name, "bin", "node");
}
