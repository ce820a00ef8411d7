import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { Agent, get, request, type IncomingMessage } from "node:http";
import { join } from "node:path";

import { createClient } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { describeStore } from "./maintenance/describe-store.js";
import type { ServerOptions } from "./options.js";
import { startServer, type RunningServer } from "./start-server.js";
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

test("has the index of words that it is told to have, until it is told otherwise", async () => {
  await using directory = await temporaryDirectory();
  const { path } = directory;
  const readAfter = async (options: ServerOptions): Promise<object> => {
    const server = await startServer({ port: 0, dataDir: path, ...options });
    await server.close();
    return (await describeStore(path)).textIndexes;
  };
  expect(await readAfter({})).toEqual({ inputs: "nowhere", outputs: "nowhere" });
  const ofOutputs = { inputs: "nowhere", outputs: "everywhere" };
  expect(await readAfter({ textIndex: "outputs" })).toEqual(ofOutputs);
  expect(await readAfter({})).toEqual(ofOutputs);
  expect(await readAfter({ textIndex: "none" })).toEqual({ inputs: "nowhere", outputs: "nowhere" });
});

test("answers what is under way when it stops, has stored all that it took, and stops once", async () => {
  await using directory = await temporaryDirectory();
  const options = { port: 0, dataDir: directory.path };
  const server = await startServer(options);
  const taken: number[] = [];
  const take = (number: number, status: number | undefined): boolean =>
    status === 200 && taken.push(number) > 0;
  const clients = Array.from({ length: 12 }, async (_, client) => {
    // Until the server takes no more.
    for (let number = client; ; number += 12) {
      const status = await begin(server, number)
        .then(async (rest) => (await rest()).statusCode)
        .catch(() => undefined);
      if (!take(number, status)) return;
    }
  });
  await expect.poll(() => taken.length, { timeout: 20_000 }).toBeGreaterThan(30);
  const finishLast = await begin(server, 1_000_000);
  const closing = Promise.all([server.close(), server.close()]);
  const last = await finishLast();
  expect(take(1_000_000, last.statusCode)).toBe(true);
  expect(last.headers.connection).toBe("close");
  await Promise.all(clients);
  await closing;
  await server.close();
  await using again = await startServer(options);
  const call = createClient({ serverUrl: again.url, apiKey: again.apiKey });
  const { events } = await call("exportEvents", { body: { limit: 7500 } });
  const stored = new Set(events.map(({ metadata }) => metadata["span_id"]));
  expect(taken.filter((number) => !stored.has(toSpanId(number)))).toEqual([]);
});

test("keeps connections open for longer than exporters and load balancers wait between two requests", async () => {
  await using directory = await temporaryDirectory();
  await using server = await startServer({ port: 0, dataDir: directory.path });
  const agent = new Agent({ keepAlive: true });
  const [response] = (await once(get(`${server.url}/health`, { agent }), "response")) as [
    IncomingMessage,
  ];
  response.resume();
  expect(response.headers["keep-alive"]).toBe("timeout=75");
  agent.destroy();
});

test("stops with the last answer, whatever connections their clients keep", async () => {
  await using directory = await temporaryDirectory();
  const options = { port: 0, dataDir: directory.path, shutdownGraceMs: 600_000 };
  const server = await startServer(options);
  const agent = new Agent({ keepAlive: true });
  const finish = await begin(server, 1, agent);
  const closed = server.close();
  expect(await finish()).toMatchObject({ statusCode: 200 });
  await closed;
  agent.destroy();
});

const toSpanId = (number: number): string => (number + 1).toString(16).padStart(16, "0");

/** Sends one span as far as the server says that it waits for the body; what is returned sends that, for the answer. */
function begin(
  { url, apiKey }: RunningServer,
  number: number,
  agent?: Agent,
): Promise<() => Promise<IncomingMessage>> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${apiKey}`,
      "content-type": "application/json",
      expect: "100-continue",
    };
    const sent = request(`${url}/v1/traces`, { method: "POST", headers, agent });
    const answer = once(sent, "response");
    answer.catch(reject);
    sent.once("continue", () =>
      resolve(async () => {
        sent.end(JSON.stringify(otlpJson([{ spanId: toSpanId(number) }])));
        // What the event carries.
        const [response] = (await answer) as [IncomingMessage];
        response.resume();
        return response;
      }),
    );
    sent.flushHeaders();
  });
}

test("takes another port when the wanted one is taken, unless it may not", async () => {
  await using directory = await temporaryDirectory();
  await using other = await temporaryDirectory();
  await using third = await temporaryDirectory();
  await using first = await startServer({ port: 0, dataDir: directory.path });
  await using second = await startServer({ port: first.port, dataDir: other.path });
  expect(second.port).not.toBe(first.port);
  const strict = { port: first.port, portFallback: false, dataDir: third.path };
  await expect(startServer(strict)).rejects.toThrow(/Expected port \d+ .* to be free/);
  // It is kept for documents, so that no machine has it.
  const elsewhere = { port: 0, host: "192.0.2.1", dataDir: third.path };
  await expect(startServer(elsewhere)).rejects.toThrow(/Expected an address .* got `192.0.2.1:0`/);
});

test("says that its certificate cannot be used, before it makes a store", async () => {
  await using directory = await temporaryDirectory();
  const [dataDir, file] = [join(directory.path, "data"), join(directory.path, "any.pem")];
  const start = (): Promise<RunningServer> =>
    startServer({ port: 0, dataDir, tlsCert: file, tlsKey: file });
  await expect(start()).rejects.toThrow(/Expected a certificate in `.*any\.pem` .* got ENOENT/);
  await writeFile(file, "none");
  await expect(start()).rejects.toMatchObject({ code: "CONFIGURATION_INVALID" });
  expect(await readdir(directory.path)).toEqual(["any.pem"]);
});

test.each(["/proc/honeyhive", "/dev/null/honeyhive"])(
  "says that nothing can be kept in %s",
  async (dataDir) => {
    await expect(startServer({ port: 0, dataDir })).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message: expect.stringContaining("Give it another directory") as string,
    });
  },
);

test("says who is in the way when its data directory is in use", async () => {
  await using directory = await temporaryDirectory();
  await using first = await startServer({ port: 0, dataDir: directory.path });
  expect(first.project).toBe("default");
  await expect(startServer({ port: 0, dataDir: directory.path })).rejects.toMatchObject({
    code: "STORE_LOCKED",
  });
});
