import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { createClient, type Client, type Event, type EventInput } from "@honeyhive/contract";
import { makeTemporaryDirectory, type TemporaryDirectory } from "@honeyhive/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { runCommand, type CommandResult } from "../testing/run-command.js";

/** More than fit a page of the API. */
const eventCount = 2_100;

let folder: TemporaryDirectory;
let server: AsyncDisposable;
let call: Client;
let run: (...argv: string[]) => Promise<CommandResult>;

beforeAll(async () => {
  folder = await makeTemporaryDirectory();
  const { startServer } = await import("@honeyhive/server");
  const started = await startServer({ port: 0, dataDir: join(folder.path, "store") });
  server = started;
  run = (...argv) => runCommand(argv, { HH_API_URL: started.url, HH_API_KEY: started.apiKey });
  call = createClient({ serverUrl: started.url, apiKey: started.apiKey });
  const events = Array.from({ length: eventCount }, (_, index): EventInput => ({
    event_type: index % 3 === 0 ? "model" : "tool",
    event_name: `event ${index}`,
    inputs: { index },
  }));
  await call("createEvents", { body: { events, single_session: true } });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

function read(text: string): Event[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Event);
}

test("writes every event once, over any number of pages", async () => {
  const { code, out, err } = await run("export");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const events = read(out);
  expect(new Set(events.map((event) => event.event_id)).size).toBe(events.length);
  const indexes = events
    .filter(({ event_type: type }) => type !== "session")
    .map(({ inputs }) => Number(inputs["index"]));
  expect(indexes.toSorted((left, right) => left - right)).toEqual(
    Array.from({ length: eventCount }, (_, index) => index),
  );
});

test("writes those that are meant, into a file", async () => {
  const file = join(folder.path, "models.jsonl");
  const flags = ["--type", "model", "--where", "inputs.index less than 30", "--out", file];
  expect(await run("export", ...flags)).toEqual({
    code: 0,
    out: "",
    err: `10 events written to ${file}\n`,
  });
  expect(read(await readFile(file, "utf8"))).toHaveLength(10);
  expect(JSON.parse((await run("export", ...flags, "--json")).out)).toEqual({ file, events: 10 });
});

test("writes the events of a run", async () => {
  const { run_id: runId } = await call("createRun", { body: { name: "nightly" } });
  const metadata = { run_id: runId };
  const event = { event_type: "tool", event_name: "of the run", inputs: {}, metadata } as const;
  await call("createEvents", { body: { events: [event] } });
  const { out } = await run("export", "--run", "nightly");
  expect(
    read(out)
      .map(({ event_name: name }) => name)
      .toSorted(),
  ).toEqual(["Session", "of the run"]);
});

test("a file that is there stays as it is until the new one is whole", async () => {
  const file = join(folder.path, "kept.jsonl");
  await writeFile(file, "kept\n");
  expect(await run("export", "--out", file, "--api-key", "wrong")).toMatchObject({ code: 1 });
  expect(await readFile(file, "utf8")).toBe("kept\n");
  expect(await readdir(folder.path)).not.toContain("kept.jsonl.partial");
  expect(await run("export", "--out", join(folder.path, "no", "such.jsonl"))).toMatchObject({
    code: 1,
    err: expect.stringContaining("Check --out."),
  });
});
