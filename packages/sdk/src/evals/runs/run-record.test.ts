import { startCollector } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { completeRunRecord, createRunRecord } from "./run-record.js";

const fields = { run_id: "given", name: "trial" };
const limits = { attempts: 3, firstDelayMs: 1, timeoutMs: 100 };

it("tries again while the server is in trouble", async () => {
  await using collector = await startCollector();
  collector.respondNext({ kind: "refuse", status: 503 }, { kind: "cut" });
  const destination = { serverUrl: collector.url, apiKey: "key" };
  expect(await createRunRecord(destination, fields, limits)).toEqual({
    runId: "given",
    error: undefined,
  });
  expect(collector.requests).toHaveLength(3);
});

it("gives up on a server that never answers", async () => {
  await using collector = await startCollector();
  collector.respondAlways({ kind: "delay", delayMs: 60_000 });
  const destination = { serverUrl: collector.url, apiKey: "key" };
  const { runId, error } = await createRunRecord(destination, fields, limits);
  expect(runId).toBe("given");
  expect(error).toContain("could not be reached");
  expect(await completeRunRecord(destination, "given", {}, limits)).toContain(collector.url);
});

it("takes a page that is no answer for a refusal", async () => {
  await using collector = await startCollector();
  // The root of a server has no JSON; a wrong path is the likeliest wrong URL.
  const destination = { serverUrl: `${collector.url}/elsewhere`, apiKey: "key" };
  await expect(createRunRecord(destination, fields, limits)).rejects.toMatchObject({
    code: "RUN_NOT_CREATED",
  });
});
