import { execFile } from "node:child_process";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { sessionsProgram } from "./run-sessions.js";

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
  /** Major version of the Node to run with, when not the current one. */
  readonly nodeMajor?: number;
}

/** Installs the packed SDK, as a user would, in a tree with other versions of OpenTelemetry than the workspace's. */
export async function installForeignTree(options: ForeignTreeOptions): Promise<ForeignTree> {
  const path = join(options.directory, "tree");
  await mkdir(path);
  const [contract, sdk] = await Promise.all([
    pack("packages/contract", options.directory),
    pack("packages/sdk", options.directory),
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
        ...options.dependencies,
        ...(options.nodeMajor === undefined ? {} : { [nodePackage]: `${options.nodeMajor}` }),
      },
    }),
  );
  // Instrumentations name one OpenTelemetry generation as their peer; users of the other one install like this.
  await run("npm", ["install", "--no-audit", "--no-fund", "--legacy-peer-deps"], { cwd: path });
  const program = join(path, basename(sessionsProgram));
  await copyFile(sessionsProgram, program);
  return {
    path,
    program,
    nodePath:
      options.nodeMajor === undefined
        ? process.execPath
        : join(path, "node_modules", nodePackage, "bin", "node"),
  };
}

async function pack(folder: string, destination: string): Promise<string> {
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", destination], {
    cwd: join(root, folder),
  });
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  if (packed === undefined) throw new Error(`npm pack gave nothing for ${folder}: ${stdout}`);
  return join(destination, packed.filename.replace(/^@/, "").replace("/", "-"));
}
