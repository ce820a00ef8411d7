import { expect, test } from "vitest";

import { ownStore } from "../testing/temporary-store.js";
import { until } from "../testing/until.js";
import { Store, type Query } from "./store.js";

/** Takes a second, after it gave its first rows. */
const slow: Query<number> = {
  sql: `SELECT number, sleepEachRow(0.1) FROM numbers(10)
    WHERE {project_id:String} != '' SETTINGS max_block_size = 1`,
  params: { project_id: "p" },
  parse: (row) => Number(row["number"]),
};
const numbers = Array.from({ length: 10 }, (_, number) => number);

test("answers what was asked before, while and after its process was killed", async () => {
  await using fixture = await ownStore();
  const { store, engine } = fixture;
  const kill = async (): Promise<void> => {
    process.kill(engine.hostPid ?? 0, "SIGKILL");
    await until(() => engine.hostPid === undefined);
  };
  const before = store.select(slow);
  await kill();
  const meanwhile = store.select(slow);
  await until(() => engine.hostPid !== undefined);
  expect(await Promise.all([before, meanwhile, store.select(slow)])).toEqual([
    numbers,
    numbers,
    numbers,
  ]);
});

test("gives up a question that nobody waits for, and is not said to have failed", async () => {
  await using fixture = await ownStore();
  const failures: string[] = [];
  const store = new Store(fixture.engine, {
    storeAnswered: (_, __, hasFailed) => void (hasFailed && failures.push("answered")),
    storeFailed: (_, code) => void failures.push(code),
  });
  const controller = new AbortController();
  const asked = store.until(controller.signal).select(slow);
  controller.abort();
  await expect(asked).rejects.toMatchObject({ code: "QUERY_CANCELLED" });
  expect(failures).toEqual([]);
  expect(await store.select(slow)).toEqual(numbers);
});

test("gives up a question during which the store ends twice", async () => {
  await using fixture = await ownStore();
  const { store, engine } = fixture;
  const asked = expect(store.select(slow)).rejects.toMatchObject({ code: "STORE_INTERRUPTED" });
  for (const _ of [1, 2]) {
    const pid = engine.hostPid ?? 0;
    process.kill(pid, "SIGKILL");
    await until(() => engine.hostPid !== undefined && engine.hostPid !== pid);
  }
  await asked;
});
