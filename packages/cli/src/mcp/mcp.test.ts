import { createClient, type Client as HoneyHiveClient } from "@honeyhive/contract";
import { makeTemporaryDirectory } from "@honeyhive/testing";
import { contains, evaluate, traceTool, type EvaluationResult } from "honeyhive";
import { afterAll, beforeAll, expect, test } from "vitest";

import { runsOfJournals } from "../runs/local-runs.js";
import { runsOfServer } from "../runs/runs-source.js";
import { connectAgent, type Agent } from "../testing/connect-agent.js";
import { fitText } from "./fit-text.js";

const opened: AsyncDisposable[] = [];
let call: HoneyHiveClient;
let agent: Agent;
let [before, after]: [EvaluationResult?, EvaluationResult?] = [];

beforeAll(async () => {
  const folder = await makeTemporaryDirectory();
  const { startServer } = await import("@honeyhive/server");
  const server = await startServer({ port: 0, dataDir: folder.path });
  const target = { serverUrl: server.url, apiKey: server.apiKey };
  call = createClient(target);
  before = await answerCapitals({ ...target, name: "before", wrong: "Peru" });
  after = await answerCapitals({ ...target, name: "after", wrong: "Japan" });
  await call("createDataset", { body: { name: "towns" } });
  agent = await connectAgent({
    runs: (question) => question(runsOfServer(call)),
    server: (question) => question(call),
  });
  opened.push(agent, server, folder);
}, 60_000);
afterAll(async () => {
  for (const one of opened) await one[Symbol.asyncDispose]();
});

const capitals: Readonly<Record<string, string>> = { Japan: "Tokyo", Peru: "Lima" };

function answerCapitals({
  wrong,
  ...options
}: {
  readonly serverUrl: string;
  readonly apiKey: string;
  readonly name: string;
  readonly wrong: string;
}): Promise<EvaluationResult> {
  const lookUp = traceTool((country: string) => capitals[country] ?? "", {
    eventName: "look up",
  });
  return evaluate({
    ...options,
    journal: false,
    reporters: [],
    dataset: Object.entries(capitals).map(([country, groundTruth]) => ({
      inputs: { country },
      groundTruth,
    })),
    function: ({ inputs: { country } }) => (country === wrong ? "Atlantis" : lookUp(country)),
    evaluators: [contains()],
  });
}

test("has tools that say what they are for, and that they only read", async () => {
  const { tools = [] } = await agent.request("tools/list");
  expect(tools.map((tool) => tool["name"])).toEqual([
    "list_runs",
    "show_run",
    "compare_runs",
    "list_cases",
    "list_sessions",
    "show_session",
    "find_events",
    "list_datasets",
    "show_dataset",
  ]);
  for (const tool of tools) {
    expect(tool).toMatchObject({ annotations: { readOnlyHint: true } });
    expect(tool["description"]).toMatch(/^.{20,}\.$/);
    expect(tool["inputSchema"]).toMatchObject({ type: "object" });
  }
});

test("leads from runs to the case that fails and to its trace", async () => {
  expect(await agent.ask("list_runs", { limit: 1 })).toMatch(/completed .* 2 +after/);
  expect(await agent.ask("show_run", { run: "after" })).toMatch(/cases +1 of 2 passed: 1 failed/);
  const failing = await agent.ask("list_cases", { run: "after", outcome: "not-passed" });
  expect(failing).toMatch(
    /^1 of 2 cases, 1 shown\n\nfailed [^]*contains +false[^]*"Japan"[^]*Tokyo[^]*Atlantis/,
  );
  const [, session = ""] = /session +(\S+)/.exec(failing) ?? [];
  const lost = after?.cases.find(({ outcome }) => outcome === "failed");
  expect(session).toBe(lost?.sessionId);
  const tree = await agent.ask("show_session", { session, full: true });
  expect(tree).toContain("Atlantis");
  expect(tree).not.toContain("look up");
});

test("compares runs, and names the cases that got worse", async () => {
  const compared = await agent.ask("compare_runs", { new_run: "after", old_run: "before" });
  const lost = after?.cases.find(({ outcome }) => outcome === "failed");
  expect(compared).toMatch(/^2 cases in both/m);
  expect(compared).toMatch(new RegExp(`^worse on contains +${lost?.datapointId}$`, "m"));
});

test("finds sessions and events by what they hold", async () => {
  const where = ["event_name is look up"];
  const found = await agent.ask("find_events", { where, run: "before", limit: 5 });
  expect(found).toMatch(/^tool +look up [^]*inputs .*"Japan"[^]*outputs .*"Tokyo"/);
  expect(found).toContain(before?.cases[0]?.sessionId);
  expect(found.match(/session/g)).toHaveLength(1);
  expect(await agent.ask("find_events", { type: "model" })).toBe("No such events.");
  expect(await agent.ask("list_sessions", { name: "before", limit: 1 })).toMatch(
    /^SESSION [^]*before\n\nThere are more\.$/,
  );
  expect(await agent.ask("list_sessions", { errors: true, since: "1h" })).toBe("No such sessions.");
});

test("shows datasets a part at a time", async () => {
  const { datasets } = await call("listDatasets", {});
  const [dataset] = datasets;
  await call("addDatapoints", {
    params: { dataset_id: dataset?.id ?? "" },
    body: {
      data: [1, 2, 3].map((n) => ({ n, town: `town ${n}` })),
      mapping: { inputs: ["n"], ground_truth: ["town"], history: [] },
    },
  });
  expect(await agent.ask("list_datasets")).toMatch(/ 3 .*towns$/);
  const part = await agent.ask("show_dataset", { dataset: "towns", skip: 1, limit: 1 });
  expect(part).toMatch(/^towns: 1 of 3 datapoints\n\n\{"id":"\w+","inputs":\{"n":2\},.*town 2/);
});

test("answers wrong questions with what would be right", async () => {
  await expect(agent.ask("show_run", { run: "nobody" })).rejects.toThrow(
    /got "nobody", which names none\. list_runs shows what there is/,
  );
  await expect(agent.ask("list_cases", { run: "after", case_id: "none" })).rejects.toThrow(
    /got "none"\. list_cases shows ids/,
  );
  await expect(agent.ask("show_dataset", { dataset: "none" })).rejects.toThrow(/list_datasets/);
  await expect(agent.ask("find_events", { where: ["nonsense"] })).rejects.toThrow(
    /Expected "field operator value"/,
  );
  await expect(agent.ask("list_sessions", { since: "soon" })).rejects.toThrow(/Expected a time/);
  await expect(agent.ask("list_runs", { limits: 5 })).rejects.toThrow(/limits/);
});

test("knows the runs of journals where there is no server", async () => {
  await using folder = await makeTemporaryDirectory();
  await evaluate({
    name: "local",
    journal: folder.path,
    reporters: [],
    disableTracing: true,
    dataset: [{ inputs: { n: 1 }, groundTruth: "1" }],
    function: ({ inputs }) => String(inputs.n),
    evaluators: [contains()],
  });
  await using local = await connectAgent({
    runs: (question) => question(runsOfJournals(folder.path)),
    server: () => Promise.reject(new Error("Expected a HoneyHive server.")),
  });
  expect(await local.ask("list_runs")).toContain("local");
  expect(await local.ask("list_cases", { run: "latest" })).toMatch(/^1 of 1 cases/);
  await expect(local.ask("list_sessions")).rejects.toThrow(/Expected a HoneyHive server/);
});

test("leaves out what no model takes at once, and says so", () => {
  const lines = ["one", "two", "three"];
  expect(fitText(lines, 100)).toBe("one\ntwo\nthree");
  expect(fitText(lines, 9)).toBe(
    "one\ntwo\n\n… and 1 more lines, left out: ask for fewer, or without `full`.",
  );
  expect(fitText(["x".repeat(50)], 10)).toMatch(/^x{10}\n\n… and 1 more lines/);
});
