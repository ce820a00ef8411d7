import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { obtainShared } from "@honeyhive/testing/shared";

export type NodeVersion = "20.19" | "22" | "24" | "26";

/** Path of a Node of this version. */
export async function obtainNode(version: NodeVersion): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const path = await obtainShared(`node-${version}`, async (cwd) => {
    const flags = ["--no-audit", "--no-fund", "--prefer-offline"];
    await promisify(execFile)("npm", ["install", ...flags, `${name}@${version}`], { cwd });
  });
  return join(path, "node_modules", name, "bin", "node");
}
