import type { Client, Event } from "@honeyhive/contract";
import { evaluate, HoneyHive, HoneyHiveTracer } from "honeyhive";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { obtainProject } from "../support/obtain-project.js";
import { startRepeatingProxy } from "./start-repeating-proxy.js";

const project = "any";

/** Everything that this package sends and creates, through its public API. */
async function useEverything(serverUrl: string, apiKey: string): Promise<void> {
  const tracer = await HoneyHiveTracer.init({ apiKey, serverUrl, sessionName: "traced" });
  await tracer.trace(async function step() {
    await Promise.resolve();
  });
  await tracer.setFeedback({ rating: 5 });
  await tracer.shutdown();
  await evaluate({
    apiKey,
    serverUrl,
    name: "run",
    dataset: [{ inputs: { n: 1 } }, { inputs: { n: 2 } }],
    function: ({ inputs }) => inputs,
    evaluators: [() => 1],
    reporters: [],
  });
  const client = new HoneyHive({ bearerAuth: apiKey, serverURL: serverUrl });
  const session = { project, sessionName: "posted", source: "test" };
  await client.session.startSession({ session });
  const event = { project, source: "test", eventName: "e", eventType: "tool", inputs: {} };
  await client.events.createEvent({ event });
  await client.events.createEventBatch({ events: [event, event], isSingleSession: true });
  const { result } = await client.datasets.createDataset({ project, name: "d" });
  const mapping = { inputs: ["q"], groundTruth: [], history: [] };
  const rows = { project, data: [{ q: 1 }, { q: 2 }], mapping };
  await client.datasets.addDatapoints(rows, String(result.insertedId));
  await client.datapoints.createDatapoint({ project, inputs: { q: 3 } });
  await client.experiments.createRun({ run: { project, name: "posted", eventIds: [] } });
  await client.tools.createTool({ task: project, name: "t", parameters: {}, type: "function" });
}

async function countEverything(client: Client): Promise<object> {
  const [events, runs, { datasets }, { datapoints }, tools] = await Promise.all([
    exportAllEvents(client),
    client("listRuns", {}),
    client("listDatasets", {}),
    client("listDatapoints", {}),
    client("listTools", {}),
  ]);
  const describe = ({ event_type: type, event_name: name }: Event): string => `${type} ${name}`;
  return {
    events: events.map(describe).toSorted(),
    runs: runs.evaluations.map(({ name }) => name).toSorted(),
    datasets: datasets.map(({ name, datapoints: ids }) => [name, ids.length]),
    datapoints: datapoints.length,
    tools: tools.length,
  };
}

test("a proxy that sends every request twice changes nothing", async () => {
  const once = await obtainProject();
  const twice = await obtainProject();
  await using proxy = await startRepeatingProxy(twice.url);
  await useEverything(once.url, once.apiKey);
  await useEverything(proxy.url, twice.apiKey);
  expect(proxy.count).toBeGreaterThan(10);
  const expected = await countEverything(once.client);
  expect(expected).toMatchObject({ runs: ["posted", "run"], datapoints: 3, tools: 1 });
  expect(await countEverything(twice.client)).toEqual(expected);
});
