import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { startCollector } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import { completeRunRecord, createRunRecord } from "./run-record.js";

const fields = { run_id: "given", name: "trial" };
const limits = { attempts: 3, firstDelayMs: 1, timeoutMs: 20_000 };

it("tries again while the server is in trouble", async () => {
  await using collector = await startCollector();
  collector.respondNext({ kind: "refuse", status: 503 }, { kind: "cut" });
  const destination = { serverUrl: collector.url, apiKey: "key" };
  expect(await createRunRecord(destination, fields, limits)).toMatchObject({
    runId: "given",
    error: undefined,
  });
  expect(collector.requests).toHaveLength(3);
});

it("gives up on a server that never answers", async () => {
  await using collector = await startCollector();
  collector.respondAlways({ kind: "delay", delayMs: 60_000 });
  const destination = { serverUrl: collector.url, apiKey: "key" };
  const impatient = { ...limits, timeoutMs: 100 };
  const { runId, error } = await createRunRecord(destination, fields, impatient);
  expect(runId).toBe("given");
  expect(error).toContain(`${collector.url} did not answer in time. Start the server`);
  expect(await completeRunRecord(destination, "given", {}, impatient)).toContain(collector.url);
});

it("takes a page that is no answer for a refusal", async () => {
  await using collector = await startCollector();
  // The root of a server has no JSON; a wrong path is the likeliest wrong URL.
  const destination = { serverUrl: `${collector.url}/elsewhere`, apiKey: "key" };
  await expect(createRunRecord(destination, fields, limits)).rejects.toMatchObject({
    code: "RUN_NOT_CREATED",
  });
});

it.each([
  ["an answer without a run", 200, "to answer with the `run_id` of the run, got {}"],
  ["a redirect", 302, "refused to create the run: HTTP 302, which leads elsewhere"],
])("takes %s for no HoneyHive server", async (_, status, message) => {
  await using server = await serve("", status);
  await expect(
    createRunRecord({ serverUrl: server.url, apiKey: "key" }, fields, limits),
  ).rejects.toMatchObject({
    code: "RUN_NOT_CREATED",
    message: expect.stringContaining(message) as unknown,
  });
});

it("takes an answer of nothing for no HoneyHive server", async () => {
  await using server = await serve("null");
  const destination = { serverUrl: server.url, apiKey: "key" };
  await expect(createRunRecord(destination, fields, limits)).rejects.toMatchObject({
    code: "RUN_NOT_CREATED",
    message: expect.stringContaining("to answer with the `run_id` of the run, got {}") as unknown,
  });
});

it("reads answers of any size", async () => {
  const text = "é".repeat(1 << 20);
  await using server = await serve(JSON.stringify({ run_id: "there", evaluation: { name: text } }));
  const destination = { serverUrl: server.url, apiKey: "key" };
  expect(await createRunRecord(destination, fields)).toMatchObject({ runId: "there" });
});

it("says where nobody listens", async () => {
  const destination = { serverUrl: "http://localhost:9", apiKey: "key" };
  const { error } = await createRunRecord(destination, fields, limits);
  expect(error).toMatch(/^http:\/\/localhost:9 could not be reached \(.*ECONNREFUSED.*\)/);
});

it("lets the first sessions of a run travel together where the server says so", async () => {
  await using collector = await startCollector({ takesBatches: true });
  const { outcomes, delivery } = await evaluate({
    apiKey: "key",
    serverUrl: collector.url,
    journal: false,
    dataset: Array.from({ length: 20 }, (_, n) => ({ inputs: { n } })),
    function: ({ inputs }) => inputs.n,
  });
  expect([outcomes.passed, delivery.isComplete]).toEqual([20, true]);
  const paths = collector.requests.map(({ path }) => path);
  expect(paths).toContain("/v1/sessions/batch");
  expect(paths).not.toContain("/session/start");
});

async function serve(
  body: string,
  status = 200,
): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status).end(body);
  }).listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => void (await new Promise((closed) => server.close(closed))),
  };
}
