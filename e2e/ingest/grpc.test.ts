import { fileURLToPath } from "node:url";

import { createClient } from "@honeyhive/contract";
import { startServer, type RunningServer } from "@honeyhive/server";
import { makeTemporaryDirectory, type TemporaryDirectory } from "@honeyhive/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { runNode } from "../support/run-node.js";

const program = fileURLToPath(new URL("fixtures/send-grpc.mjs", import.meta.url));
let directory: TemporaryDirectory;
let server: RunningServer;

beforeAll(async () => {
  directory = await makeTemporaryDirectory();
  server = await startServer({ port: 0, grpcPort: 0, dataDir: directory.path });
});

afterAll(async () => {
  await server.close();
  await directory[Symbol.asyncDispose]();
});

/** What the exporter was told: `taken`, or the code of the failure. */
async function sendSpan(apiKey: string, compression: string): Promise<unknown> {
  const { stdout, stderr } = await runNode({
    program,
    cwd: directory.path,
    environment: {
      GRPC_URL: `http://127.0.0.1:${server.grpcPort}`,
      API_KEY: apiKey,
      COMPRESSION: compression,
    },
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as unknown;
}

test.each(["none", "gzip"])(
  "takes what OpenTelemetry's gRPC exporter sends, compression %s",
  async (compression) => {
    const call = createClient({ serverUrl: server.url, apiKey: server.apiKey });
    const count = async (): Promise<number> => {
      const { events } = await call("exportEvents", { body: {} });
      return events.filter(({ event_name: name }) => name === "over gRPC").length;
    };
    const before = await count();
    expect(await sendSpan(server.apiKey, compression)).toBe("taken");
    expect(await count()).toBe(before + 1);
  },
);

test("says that a key opens nothing", async () => {
  expect(await sendSpan("wrong", "none")).toBe(16);
});
