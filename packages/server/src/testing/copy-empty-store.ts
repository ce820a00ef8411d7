import { cp } from "node:fs/promises";
import { join } from "node:path";

import { obtainShared } from "@honeyhive/testing/shared";

import { ChdbEngine } from "../store/chdb/chdb-engine.js";
import { migrate } from "../store/migrations/migrate.js";

/** Puts an embedded store with empty tables into `dataDir`, in a tenth of the time that making its tables takes. */
export async function copyEmptyStore(dataDir: string): Promise<void> {
  const original = await obtainShared("empty-store", async (directory) => {
    const engine = await ChdbEngine.start({ dataDir: directory });
    await migrate(engine);
    await engine.close();
  });
  await cp(join(original, "store"), join(dataDir, "store"), { recursive: true });
}
