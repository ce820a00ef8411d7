import { join } from "node:path";

import { expect, test } from "vitest";

import { migrate } from "../store/migrations/migrate.js";
import { openEngine } from "../store/open-engine.js";
import { temporaryDirectory } from "../testing/temporary-directory.js";
import { copyStore } from "./copy-store.js";

/** Versions of entities, each in an insert of its own, so that none replaces another before it is read. */
async function seedStore(dataDir: string, rows: readonly object[]): Promise<void> {
  const engine = await openEngine(dataDir);
  await migrate(engine);
  for (const [index, row] of rows.entries()) {
    const entity = { project_id: "p", kind: "key", name: "", body: "{}", version: index + 1 };
    const line = JSON.stringify({ ...entity, ...row });
    await engine.insert("entities", Buffer.from(line), { token: `row ${index}` });
  }
  await engine.close();
}

test("a copy is equal where something was deleted and came back, as a key does that is given at each start", async () => {
  await using directory = await temporaryDirectory();
  const [from, to] = [join(directory.path, "old"), join(directory.path, "new")];
  await seedStore(from, [
    { id: "came back" },
    { id: "came back", is_deleted: 1 },
    { id: "came back" },
    { id: "gone" },
    { id: "gone", is_deleted: 1 },
  ]);
  const copied = await copyStore({ from, to });
  const entities = copied.find(({ name }) => name === "entities");
  expect(entities).toMatchObject({ source: { rows: 1, deleted: 1 }, isEqual: true });
});

test("a store without tables is not copied, as a mistyped name of a database would be", async () => {
  await using directory = await temporaryDirectory();
  const [from, to] = [join(directory.path, "old"), join(directory.path, "new")];
  await (await openEngine(from)).close();
  await expect(copyStore({ from, to })).rejects.toMatchObject({
    code: "STORE_MISSING",
    message: expect.stringContaining(`got none in \`${from}\``) as string,
  });
});
