import { cp } from "node:fs/promises";
import { join } from "node:path";

import { startServer } from "@honeyhive/server";
import { obtainShared } from "@honeyhive/testing/shared";

/** Puts an embedded store with empty tables into `dataDir`, in a tenth of the time that making its tables takes. */
export async function copyEmptyStore(dataDir: string): Promise<void> {
  const original = await obtainShared("empty-store", async (directory) => {
    const server = await startServer({ port: 0, dataDir: directory });
    await server.close();
  });
  await cp(join(original, "store"), join(dataDir, "store"), { recursive: true });
}
