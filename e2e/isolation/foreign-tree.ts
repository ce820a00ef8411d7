import { execFile } from "node:child_process";
import { copyFile, cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";

import { obtainNode, type NodeVersion } from "../support/obtain-node.js";
import { obtainPacked } from "../support/obtain-packed.js";
import { ownerProgram, sentryProgram, sessionsProgram } from "./run-sessions.js";

export interface ForeignTree {
  readonly path: string;
  readonly program: string;
  readonly nodePath: string;
}

export interface ForeignTreeOptions {
  readonly directory: string;
  /** Packages beside the SDK, with their versions. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Gives the SDK a copy of OpenTelemetry's API of its own, as npm does where versions cannot agree. */
  readonly nestedApi?: string;
  /** The Node to run with, when not the current one. */
  readonly nodeVersion?: NodeVersion;
  /** Copied into the tree. The first is the one to run. Default: the sessions of the isolation tests. */
  readonly programs?: readonly string[];
}

/** What the sessions of the isolation tests call, and what instruments it. */
export const instrumentedClient = {
  openai: "^6.49.0",
  "@arizeai/openinference-instrumentation-openai": "^4.2.7",
};

/** Installs the packed SDK, as a user would, in a tree with other versions of OpenTelemetry than the workspace's. */
export async function installForeignTree(options: ForeignTreeOptions): Promise<ForeignTree> {
  const { directory, dependencies, nestedApi, nodeVersion } = options;
  const { programs = [sessionsProgram, ownerProgram, sentryProgram] } = options;
  const path = join(directory, "tree");
  await mkdir(path);
  const { contract, sdk } = await obtainPacked();
  await writeFile(
    join(path, "package.json"),
    JSON.stringify({
      private: true,
      type: "module",
      dependencies: {
        "@honeyhive/contract": `file:${contract}`,
        honeyhive: `file:${sdk}`,
        ...dependencies,
        ...(nestedApi === undefined ? {} : { [nestedName]: `npm:@opentelemetry/api@${nestedApi}` }),
      },
    }),
  );
  // Instrumentations name one OpenTelemetry generation as their peer; users of the other one install like this.
  const flags = ["--no-audit", "--no-fund", "--prefer-offline", "--legacy-peer-deps"];
  await promisify(execFile)("npm", ["install", ...flags], { cwd: path });
  await Promise.all(programs.map((file) => copyFile(file, join(path, basename(file)))));
  return {
    path,
    program: join(path, basename(programs[0] ?? "")),
    nodePath: nodeVersion === undefined ? process.execPath : await obtainNode(nodeVersion),
  };
}

const nestedName = "nested-opentelemetry-api";

/** A folder of the same tree whose SDK resolves the nested copy of the API; everything else resolves to the tree's. */
export async function nestApi(tree: ForeignTree): Promise<ForeignTree> {
  const path = join(tree.path, "nested");
  const modules = join(tree.path, "node_modules");
  const sdk = join(path, "node_modules", "honeyhive");
  await cp(join(modules, "honeyhive"), sdk, { recursive: true });
  await cp(join(modules, nestedName), join(sdk, "node_modules", "@opentelemetry", "api"), {
    recursive: true,
  });
  const programs = (await readdir(tree.path)).filter((name) => name.endsWith(".mjs"));
  await Promise.all(programs.map((name) => copyFile(join(tree.path, name), join(path, name))));
  return { ...tree, path, program: join(path, basename(tree.program)) };
}
