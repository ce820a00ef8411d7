import { execFile } from "node:child_process";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { obtainShared } from "./obtain-shared.js";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

export interface PackedSdk {
  /** The folder that the SDK is published from, with its code in few files. */
  readonly folder: string;
  /** As npm publishes them. */
  readonly sdk: string;
  readonly contract: string;
}

/** The SDK as users get it. */
export async function obtainPackedSdk(): Promise<PackedSdk> {
  const path = await obtainShared("packed-sdk", async (directory) => {
    const { folder, sdk, contract } = partsIn(directory);
    await run(process.execPath, [join(root, "scripts", "stage.mjs"), folder]);
    await pack(folder, directory, sdk);
    await pack(join(root, "packages", "contract"), directory, contract);
  });
  return partsIn(path);
}

function partsIn(directory: string): PackedSdk {
  return {
    folder: join(directory, "sdk"),
    sdk: join(directory, "sdk.tgz"),
    contract: join(directory, "contract.tgz"),
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
