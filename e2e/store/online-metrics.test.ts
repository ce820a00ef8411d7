import { createClient, type EventFilter } from "@honeyhive/contract";
import { startServer } from "@honeyhive/server";
import { makeTemporaryDirectory, startClickHouse } from "@honeyhive/testing";
import { expect, test } from "vitest";

const keys = { "key-of-live": "live" };
const online = { settleMs: 200, sessionQuietMs: 1000 };
const count = 60;

function isOfType(value: string): { readonly filterArray: readonly EventFilter[] } {
  return { filterArray: [{ field: "event_type", operator: "is", type: "string", value }] };
}

test("servers over one cluster run each metric on each event, whoever took it, also when one of them stops", async () => {
  await using directory = await makeTemporaryDirectory();
  await using shards = await startClickHouse({ shards: 2 });
  const store = shards.storeUrl("honeyhive");
  const open = (name: string) =>
    startServer({ port: 0, dataDir: `${directory.path}/${name}`, store, keys, online });
  const first = await open("first");
  await using second = await open("second");
  const clients = [first, second].map(({ url }) =>
    createClient({ serverUrl: url, apiKey: "key-of-live" }),
  );
  const [one, two] = clients;
  if (one === undefined || two === undefined) throw new Error("There are two servers.");

  const metric = {
    type: "JAVASCRIPT",
    return_type: "float",
    enabled_in_prod: true,
    sampling_percentage: 100,
  } as const;
  const ofEvents = await one("createMetric", {
    body: {
      ...metric,
      name: "double",
      criteria: "({ inputs }) => inputs.n * 2",
      filters: isOfType("tool"),
    },
  });
  const ofSessions = await one("createMetric", {
    body: {
      ...metric,
      name: "length",
      criteria: "({ event_name }) => event_name.length",
      filters: isOfType("session"),
    },
  });
  const send = async (from: number, call: typeof one): Promise<void> => {
    const events = Array.from({ length: count }, (_, index) => ({
      event_type: "tool" as const,
      event_name: "work",
      inputs: { n: from + index },
    }));
    await call("createEvents", { body: { events } });
  };
  await Promise.all([send(0, one), send(count, two)]);
  await one("createSession", { body: { session_name: "a talk" } });

  const doubles = async (): Promise<number[]> => {
    const { events } = await two("exportEvents", {
      body: { filters: [...isOfType("tool").filterArray], limit: 1000 },
    });
    const wrong = events.filter(
      ({ inputs, metrics }) => "double" in metrics && metrics["double"] !== Number(inputs["n"]) * 2,
    );
    expect(wrong).toEqual([]);
    return events.flatMap(({ inputs, metrics }) =>
      "double" in metrics ? [Number(inputs["n"])] : [],
    );
  };
  const patience = { timeout: 60_000, interval: 100 };
  const numbers = (most: number): number[] => Array.from({ length: most }, (_, n) => n);
  const doubled = async (): Promise<number[]> => (await doubles()).toSorted((a, b) => a - b);
  const progressOf = (id: string) => two("getMetricProgress", { params: { metric_id: id } });
  await expect.poll(doubled, patience).toEqual(numbers(2 * count));
  const lengths = async (): Promise<unknown[]> => {
    const { events } = await two("exportEvents", {
      body: { filters: [...isOfType("session").filterArray], limit: 1000 },
    });
    return events.map(({ metrics }) => metrics["length"]);
  };
  await expect.poll(lengths, patience).toContain("a talk".length);
  await first.close();
  await send(2 * count, two);
  await expect.poll(doubled, patience).toEqual(numbers(3 * count));
  await expect
    .poll(async () => (await progressOf(ofEvents.metric_id)).scored, patience)
    .toBe(3 * count);
  expect((await progressOf(ofSessions.metric_id)).scored).toBeGreaterThan(0);
}, 180_000);
