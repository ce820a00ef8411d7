import { createClient } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { startServer } from "./start-server.js";
import { migrate } from "./store/migrations/migrate.js";
import { openEngine } from "./store/open-engine.js";
import { temporaryDirectory } from "./testing/temporary-directory.js";

/** More bytes than there are, so that the engine takes each disk for a full one. */
const reserve = 2 ** 60;

test("a server whose disk is full says so to whoever sends, asks, measures or watches, and answers", async () => {
  await using directory = await temporaryDirectory();
  {
    const engine = await openEngine(directory.path);
    await migrate(engine);
    await engine.command(
      `ALTER TABLE events MODIFY SETTING min_free_disk_bytes_to_perform_insert = ${reserve}`,
    );
    await engine.close();
  }
  await using server = await startServer({ port: 0, dataDir: directory.path });
  const call = createClient({ serverUrl: server.url, apiKey: server.apiKey });
  const ready = async (): Promise<unknown[]> => {
    const response = await fetch(`${server.url}/ready`);
    return [response.status, await response.json()];
  };
  expect(await ready()).toMatchObject([200, { status: "ok" }]);
  await expect(call("createSession", { body: { session_name: "lost" } })).rejects.toMatchObject({
    status: 503,
    code: "STORE_FULL",
    message: expect.stringContaining("Make room or a larger disk") as string,
  });
  expect(await ready()).toMatchObject([200, { status: "degraded", store: { full: true } }]);
  expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/^honeyhive_store_full 1$/m);
  expect(await call("listRuns", {})).toMatchObject({ evaluations: [] });
  // There is room for this.
  await call("createDataset", { body: { name: "kept" } });
  expect(await ready()).toMatchObject([200, { status: "ok" }]);
});
