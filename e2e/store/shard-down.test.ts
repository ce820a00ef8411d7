import { createClient } from "@honeyhive/contract";
import { migrateStore } from "@honeyhive/server/maintenance";
import { makeTemporaryDirectory, startClickHouse } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { sendSpans, type SeedSpan } from "../web/otlp.js";
import { sendUntilTaken } from "./send-until-taken.js";
import { startServe } from "./start-serve.js";

const patienceMs = 60_000;

test.each([1, 2])(
  "a server starts while shard %i is down, says so, and works when it is back",
  async (number) => {
    await using directory = await makeTemporaryDirectory();
    await using clickhouse = await startClickHouse({ shards: 2 });
    const options = { store: clickhouse.storeUrl("honeyhive"), dataDir: directory.path };
    await using first = await startServe({ ...options, apiKey: "key-of-the-test" });
    await sendSpans(first, [spanOf(1)]);
    await first.kill();
    const shard = clickhouse.nodes[number - 1];
    await shard?.kill();

    // With a key of its own, which cannot be registered yet.
    await using server = await startServe({ ...options, apiKey: "another-key" });
    const degraded = { status: "degraded", store: { ready: true, shards_down: [number] } };
    const ready = await fetch(`${server.url}/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([503, degraded]);
    expect((await fetch(`${server.url}/docs`)).status).toBe(200);
    const refused = await fetch(`${server.url}/v1/runs`, {
      headers: { authorization: `Bearer ${server.apiKey}` },
    });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
    const sent = sendUntilTaken([server], [spanOf(2)]);

    await shard?.start();
    await sent;
    const call = createClient({ serverUrl: server.url, apiKey: server.apiKey });
    const events = await exportAllEvents(call);
    const numbers = events.flatMap((event) => event.metadata["number"] ?? []);
    expect(new Set(numbers)).toEqual(new Set([1, 2]));
    expect(numbers).toHaveLength(2);
    await readyAs(server.url, 200, "ok");

    // While it runs, the other shard goes on.
    await shard?.kill();
    const goingOn = await readyAs(server.url, 200, "degraded");
    expect(goingOn).toMatchObject(degraded);
  },
);

test("the first start needs every shard, says which one is missing, and succeeds at once when it is there", async () => {
  await using clickhouse = await startClickHouse({ shards: 2 });
  const store = clickhouse.storeUrl("honeyhive");
  // The first one decides who holds the lock.
  const shard = clickhouse.nodes[1];
  await shard?.kill();
  await expect(migrateStore(store)).rejects.toMatchObject({
    code: "STORE_UNAVAILABLE",
    message: expect.stringMatching(
      /all shards.* version 0 .* shard 2 does not answer.*Start it/,
    ) as string,
  });
  await shard?.start();
  const startMs = performance.now();
  expect(await migrateStore(store)).toContain(1);
  // No lock was left behind, which would be waited for.
  expect(performance.now() - startMs).toBeLessThan(patienceMs / 2);
});

/** Asks until the answer is this one. */
async function readyAs(url: string, status: number, text: string): Promise<unknown> {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    const response = await fetch(`${url}/ready`);
    // Answered by our own server.
    const answer = (await response.json()) as { status: string };
    if (response.status === status && answer.status === text) return answer;
    if (performance.now() > deadlineMs) {
      throw new Error(
        `Expected ${status} ${text}, got ${response.status} ${JSON.stringify(answer)}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function spanOf(number: number): SeedSpan {
  return {
    traceId: String(number).padStart(32, "a"),
    spanId: String(number).padStart(16, "b"),
    name: "step",
    startMs: Date.UTC(2026, 5, 1) + number,
    endMs: Date.UTC(2026, 5, 1) + number + 1,
    attributes: { "honeyhive_metadata.number": number },
  };
}
