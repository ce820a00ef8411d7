import { createClient, type EventInput } from "@honeyhive/contract";
import { makeTemporaryDirectory } from "@honeyhive/testing";
import { beforeAll, afterAll, expect, test } from "vitest";

import { runCommand, type CommandResult } from "../testing/run-command.js";

const start = Date.UTC(2026, 10, 1, 8);
const minutesAgo = (minutes: number): number => Date.now() - minutes * 60_000;

let folder: AsyncDisposable;
let server: AsyncDisposable;
let run: (...argv: string[]) => Promise<CommandResult>;
const ids: Record<"checkout" | "failed" | "recent", string> = {
  checkout: "11111111-1111-4111-8111-111111111111",
  failed: "22222222-2222-4222-8222-222222222222",
  recent: "33333333-3333-4333-8333-333333333333",
};

beforeAll(async () => {
  const data = await makeTemporaryDirectory();
  folder = data;
  const { startServer } = await import("@honeyhive/server");
  const started = await startServer({ port: 0, dataDir: data.path });
  server = started;
  const env = { HH_API_URL: started.url, HH_API_KEY: started.apiKey };
  run = (...argv) => runCommand(argv, env);
  const call = createClient({ serverUrl: started.url, apiKey: started.apiKey });
  const session = (id: string, name: string, at: number): EventInput => ({
    event_type: "session",
    event_id: id,
    session_id: id,
    event_name: name,
    inputs: {},
    metadata: { customer: name === "checkout" ? "acme" : "globex" },
    start_time: at,
  });
  const below = (parent: string, id: string, rest: Partial<EventInput>): EventInput => ({
    event_type: "tool",
    session_id: ids.checkout,
    event_id: id,
    parent_id: parent,
    inputs: {},
    ...rest,
  });
  const [chain, model, tool] = [4, 5, 6].map((digit) => ids.checkout.replaceAll("1", `${digit}`));
  const events: EventInput[] = [
    session(ids.checkout, "checkout", start),
    session(ids.failed, "checkout \u001b[31m", start + 60_000),
    session(ids.recent, "search", minutesAgo(5)),
    below(ids.checkout, chain ?? "", {
      event_type: "chain",
      event_name: "answer",
      start_time: start + 1,
      duration: 1_200,
    }),
    below(chain ?? "", tool ?? "", {
      event_name: "lookUp",
      inputs: { country: "Japan" },
      outputs: { result: "Tokyo" },
      start_time: start + 2,
      duration: 3,
    }),
    below(chain ?? "", model ?? "", {
      event_type: "model",
      event_name: "chat",
      config: { model: "gpt-5-mini" },
      metadata: { prompt_tokens: 1_200, completion_tokens: 80, cost: 0.00123 },
      error: "rate limited\nat once",
      start_time: start + 10,
      duration: 1_100,
    }),
    below(ids.failed, "77777777-7777-4777-8777-777777777777", {
      session_id: ids.failed,
      event_name: "charge",
      error: "declined",
      start_time: start + 60_001,
      duration: 2,
    }),
  ];
  await call("createEvents", { body: { events } });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

test("shows a session's facts and its events as a tree", async () => {
  const { code, out, err } = await run("sessions", "show", ids.checkout);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatchInlineSnapshot(`
    "checkout
    session  11111111-1111-4111-8111-111111111111
    started  2026-11-01 08:00 UTC, took 1.20 s
    events   3 events, 1 model call, 1,280 tokens, $0.00123

    └─ chain answer       1.20 s
       ├─ tool  lookUp      3 ms
       └─ model chat      1.10 s  gpt-5-mini · 1,200 in, 80 out · $0.00123
          error  rate limited at once
    "
  `);
  const full = await run("sessions", "show", "checkout", "--full");
  expect(full.out).toContain('   │  inputs   {"country":"Japan"}\n');
  expect(full.out).toContain('   │  outputs  {"result":"Tokyo"}\n');
  const { out: json } = await run("sessions", "show", ids.checkout, "--json");
  expect(JSON.parse(json)).toMatchObject({ children: [{ event_name: "answer" }] });
});

test("lists sessions, the latest first, and narrows them down", async () => {
  const { out } = await run("sessions", "list");
  expect(out.split("\n").map((line) => line.slice(0, 36).trim())).toEqual([
    "SESSION",
    ids.recent,
    ids.failed,
    ids.checkout,
    "",
  ]);
  expect(out).toMatch(/ 1\.20 s +3 +1,280 +\$0\.00123 +checkout$/m);
  // A name that would steer the terminal.
  expect(out).toMatch(/ checkout \\x1b\[31m +declined$/m);
  const found = async (...flags: string[]): Promise<string[]> => {
    const { out: json } = await run("sessions", "list", "--json", ...flags);
    return (JSON.parse(json) as { session_id: string }[]).map(({ session_id: id }) => id);
  };
  expect(await found("--since", "1h")).toEqual([ids.recent]);
  expect(await found("--since", "2026-11-01T08:00:30Z")).toEqual([ids.recent, ids.failed]);
  expect(await found("--name", "sear")).toEqual([ids.recent]);
  expect(await found("--errors")).toEqual([ids.failed]);
  expect(await found("--where", "metadata.customer is acme")).toEqual([ids.checkout]);
  const both = ["--where", "metadata.customer is globex", "--where", "error not exists"];
  expect(await found(...both)).toEqual([ids.recent]);
  expect(await run("sessions", "list", "--limit", "1")).toMatchObject({
    err: expect.stringContaining("--limit shows more"),
  });
  expect(await run("sessions", "list", "--name", "nobody")).toEqual({
    code: 0,
    out: "",
    err: "No such sessions.\n",
  });
});

test("says what was expected of a session, a filter and a time", async () => {
  expect(await run("sessions", "show", "nobody")).toMatchObject({
    code: 1,
    err: expect.stringContaining("`honeyhive sessions list` shows what there is"),
  });
  expect(await run("sessions", "show", ids.checkout.replaceAll("1", "9"))).toMatchObject({
    code: 1,
    err: expect.stringContaining("got the unknown id"),
  });
  expect(await run("sessions", "list", "--where", "customer=acme")).toMatchObject({
    code: 2,
    err: expect.stringContaining('"field operator value"'),
  });
  expect(await run("sessions", "list", "--since", "yesterday")).toMatchObject({
    code: 2,
    err: expect.stringContaining("90m, 24h, 7d"),
  });
});
