import { execFile } from "node:child_process";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { obtainShared } from "@honeyhive/testing/shared";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Packed {
  /** The folder that the SDK is published from, with its code in few files. */
  readonly folder: string;
  /** As npm publishes them. */
  readonly sdk: string;
  readonly contract: string;
  readonly server: string;
  readonly cli: string;
}

/** The packages as users get them. */
export async function obtainPacked(): Promise<Packed> {
  const path = await obtainShared("packed", async (directory) => {
    const { folder, sdk, ...others } = partsIn(directory);
    await run(process.execPath, [join(root, "scripts", "stage.mjs"), folder]);
    await pack(folder, directory, sdk);
    for (const [name, file] of Object.entries(others)) {
      await pack(join(root, "packages", name), directory, file);
    }
  });
  return partsIn(path);
}

function partsIn(directory: string): Packed {
  return {
    folder: join(directory, "sdk"),
    sdk: join(directory, "sdk.tgz"),
    contract: join(directory, "contract.tgz"),
    server: join(directory, "server.tgz"),
    cli: join(directory, "cli.tgz"),
  };
}

async function pack(folder: string, directory: string, file: string): Promise<void> {
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", directory], {
    cwd: folder,
  });
  const [packed] = JSON.parse(stdout) as { filename: string }[];
  if (packed === undefined) throw new Error(`npm pack gave nothing for ${folder}: ${stdout}`);
  await rename(join(directory, packed.filename.replace(/^@/, "").replace("/", "-")), file);
}
