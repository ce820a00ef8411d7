import { createClient } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { startServer } from "./start-server.js";
import { otlpJson } from "./testing/otlp-json.js";
import { temporaryDirectory } from "./testing/temporary-directory.js";

test("keeps its key, its projects and its events from one start to the next", async () => {
  await using directory = await temporaryDirectory();
  const options = { port: 0, dataDir: directory.path };
  const first = await startServer(options);
  const call = createClient({ serverUrl: first.url, apiKey: first.apiKey });
  const { session_id } = await call("createSession", { body: { session_name: "kept" } });
  await call("updateEvent", { params: { event_id: session_id }, body: { metadata: { a: 1 } } });
  await first.close();
  await using second = await startServer(options);
  expect(second.apiKey).toBe(first.apiKey);
  const again = createClient({ serverUrl: second.url, apiKey: second.apiKey });
  expect(await again("getSession", { params: { session_id } })).toMatchObject({
    event_name: "kept",
    metadata: { a: 1 },
  });
});

test("stores what it is working on before it stops, and stops once", async () => {
  await using directory = await temporaryDirectory();
  const options = { port: 0, dataDir: directory.path };
  const server = await startServer(options);
  const response = fetch(`${server.url}/v1/traces`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify(otlpJson([{ spanId: "00000000000000a1" }])),
  });
  const status = (await response).status;
  await Promise.all([server.close(), server.close()]);
  await server.close();
  await using again = await startServer(options);
  const call = createClient({ serverUrl: again.url, apiKey: again.apiKey });
  expect([status, (await call("exportEvents", { body: {} })).totalEvents]).toEqual([200, 2]);
});

test("takes another port when the wanted one is taken, unless it may not", async () => {
  await using directory = await temporaryDirectory();
  await using other = await temporaryDirectory();
  await using third = await temporaryDirectory();
  await using first = await startServer({ port: 0, dataDir: directory.path });
  await using second = await startServer({ port: first.port, dataDir: other.path });
  expect(second.port).not.toBe(first.port);
  const strict = { port: first.port, portFallback: false, dataDir: third.path };
  await expect(startServer(strict)).rejects.toThrow(/Expected port \d+ .* to be free/);
});

test("says who is in the way when its data directory is in use", async () => {
  await using directory = await temporaryDirectory();
  await using first = await startServer({ port: 0, dataDir: directory.path });
  expect(first.project).toBe("default");
  await expect(startServer({ port: 0, dataDir: directory.path })).rejects.toMatchObject({
    code: "STORE_LOCKED",
  });
});
