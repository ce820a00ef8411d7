import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { obtainShared } from "@honeyhive/testing/shared";

/** Another program than Node that runs TypeScript and knows Node's modules. */
export interface Runtime {
  readonly nodePath: string;
  readonly nodeArguments: readonly string[];
}

export type RuntimeName = "bun" | "deno";

/** Each publishes its program for each platform as a package, in which it stands at this place. */
const runtimes = {
  bun: {
    name: `@oven/bun-${process.platform}-${process.arch}`,
    version: "1.4.5",
    place: "bin/bun",
    nodeArguments: [],
  },
  deno: {
    name: `@deno/${process.platform}-${process.arch}${process.platform === "linux" ? "-glibc" : ""}`,
    version: "2.9.6",
    place: "deno",
    nodeArguments: ["run", "--allow-all"],
  },
} as const;

export async function obtainRuntime(runtime: RuntimeName): Promise<Runtime> {
  const { name, version, place, nodeArguments } = runtimes[runtime];
  const path = await obtainShared(`${runtime}-${version}`, async (cwd) => {
    const flags = ["--no-audit", "--no-fund", "--prefer-offline"];
    await promisify(execFile)("npm", ["install", ...flags, `${name}@${version}`], { cwd });
  });
  return { nodePath: join(path, "node_modules", name, place), nodeArguments };
}
