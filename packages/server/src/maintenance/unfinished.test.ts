import { join } from "node:path";

import { expect, test } from "vitest";

import { startServer } from "../start-server.js";
import { toEventRow } from "../store/event-row.js";
import { migrate } from "../store/migrations/migrate.js";
import { openEngine } from "../store/open-engine.js";
import { Store } from "../store/store.js";
import { mapped } from "../testing/mapped-span.js";
import { temporaryDirectory } from "../testing/temporary-directory.js";
import { backUpStore } from "./backup-store.js";
import { copyStore } from "./copy-store.js";
import { describeStore } from "./describe-store.js";
import { restoreStore } from "./restore-store.js";

const event = mapped({});

async function seedStore(dataDir: string): Promise<void> {
  const engine = await openEngine(dataDir);
  await migrate(engine);
  await new Store(engine).insertRows("events", [toEventRow(event, 0)]);
  await engine.close();
}

/** Ends the work when the first rows are stored. */
const onProgress = (): void => {
  throw new Error("The work was cut short.");
};
const cutShort = /cut short/;
const unfinished = { code: "STORE_UNFINISHED" };

test("nobody takes a store that was restored by half for a whole one, until it is restored again", async () => {
  await using directory = await temporaryDirectory();
  const at = (name: string): string => join(directory.path, name);
  await seedStore(at("old"));
  await backUpStore({ store: at("old"), target: at("backup") });
  const restore = { source: at("backup"), store: at("new") };
  await expect(restoreStore({ ...restore, onProgress })).rejects.toThrow(cutShort);

  await expect(startServer({ dataDir: at("new"), port: 0 })).rejects.toMatchObject({
    ...unfinished,
    message: expect.stringMatching(
      /store restore` has not .* Restore the backup once more/,
    ) as string,
  });
  expect(await describeStore(at("new"))).toMatchObject({ unfinished: "restore" });
  const next = { store: at("new"), target: at("next") };
  await expect(backUpStore(next)).rejects.toMatchObject(unfinished);

  // Without being forced: what is there is of the same work.
  await restoreStore(restore);
  await (await startServer({ dataDir: at("new"), port: 0 })).close();
});

test("nobody takes a store that was copied by half for a whole one, until the copy goes on", async () => {
  await using directory = await temporaryDirectory();
  const [from, to] = [join(directory.path, "old"), join(directory.path, "new")];
  await seedStore(from);
  await expect(copyStore({ from, to, onProgress })).rejects.toThrow(cutShort);

  await expect(startServer({ dataDir: to, port: 0 })).rejects.toMatchObject({
    ...unfinished,
    message: expect.stringMatching(
      /store copy` has not .* Copy once more with --into-existing/,
    ) as string,
  });
  const copied = await copyStore({ from, to, intoExisting: true });
  expect(copied.every(({ isEqual }) => isEqual)).toBe(true);
  await (await startServer({ dataDir: to, port: 0 })).close();
});
