import { execFile } from "node:child_process";
import { copyFile, cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { ownerProgram, sentryProgram, sessionsProgram } from "./run-sessions.js";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

export interface ForeignTree {
  readonly path: string;
  readonly program: string;
  readonly nodePath: string;
}

export interface ForeignTreeOptions {
  readonly directory: string;
  /** Packages beside the SDK and the instrumented client, with their versions. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Gives the SDK a copy of OpenTelemetry's API of its own, as npm does where versions cannot agree. */
  readonly nestedApi?: string;
  /** Major version of the Node to run with, when not the current one. */
  readonly nodeMajor?: number;
  /** Copied into the tree. The first is the one to run. Default: the sessions of the isolation tests. */
  readonly programs?: readonly string[];
}

/** Installs the packed SDK, as a user would, in a tree with other versions of OpenTelemetry than the workspace's. */
export async function installForeignTree(options: ForeignTreeOptions): Promise<ForeignTree> {
  const { directory, dependencies, nestedApi, nodeMajor } = options;
  const { programs = [sessionsProgram, ownerProgram, sentryProgram] } = options;
  const path = join(directory, "tree");
  await mkdir(path);
  const [contract, sdk] = await Promise.all([
    packPackage(join(root, "packages/contract"), directory),
    packSdk(directory),
  ]);
  const nodePackage = `node-${process.platform}-${process.arch}`;
  await writeFile(
    join(path, "package.json"),
    JSON.stringify({
      private: true,
      type: "module",
      dependencies: {
        "@honeyhive/contract": `file:${contract}`,
        honeyhive: `file:${sdk}`,
        openai: "^6.49.0",
        "@arizeai/openinference-instrumentation-openai": "^4.2.7",
        ...dependencies,
        ...(nestedApi === undefined ? {} : { [nestedName]: `npm:@opentelemetry/api@${nestedApi}` }),
        ...(nodeMajor === undefined ? {} : { [nodePackage]: `${nodeMajor}` }),
      },
    }),
  );
  // Instrumentations name one OpenTelemetry generation as their peer; users of the other one install like this.
  const flags = ["--no-audit", "--no-fund", "--prefer-offline", "--legacy-peer-deps"];
  await run("npm", ["install", ...flags], { cwd: path });
  await Promise.all(programs.map((file) => copyFile(file, join(path, basename(file)))));
  return {
    path,
    program: join(path, basename(programs[0] ?? "")),
    nodePath:
      nodeMajor === undefined
        ? process.execPath
        : join(path, "node_modules", nodePackage, "bin", "node"),
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

/** The SDK is published from a folder of its own, with its code in few files. */
async function packSdk(destination: string): Promise<string> {
  const staged = join(destination, "staged");
  await run(process.execPath, [join(root, "scripts", "stage.mjs"), staged]);
  return packPackage(staged, destination);
}

async function packPackage(folder: string, destination: string): Promise<string> {
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", destination], {
    cwd: folder,
  });
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  if (packed === undefined) throw new Error(`npm pack gave nothing for ${folder}: ${stdout}`);
  return join(destination, packed.filename.replace(/^@/, "").replace("/", "-"));
}
