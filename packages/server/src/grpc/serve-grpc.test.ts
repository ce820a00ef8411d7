import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { Client, credentials, Metadata, status, type ServiceError } from "@grpc/grpc-js";
import { expect, test } from "vitest";

import { startServer, type RunningServer } from "../start-server.js";
import type { ServerOptions } from "../options.js";
import { temporaryDirectory } from "../testing/temporary-directory.js";

const pathOf = (name: string): string =>
  fileURLToPath(new URL(`../testing/tls/${name}.pem`, import.meta.url));
const tls = { tlsCert: pathOf("cert"), tlsKey: pathOf("key") };

interface Started extends AsyncDisposable {
  readonly server: RunningServer;
}

async function start(options: ServerOptions): Promise<Started> {
  const directory = await temporaryDirectory();
  const server = await startServer({ port: 0, grpcPort: 0, dataDir: directory.path, ...options });
  return {
    server,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}

/** An empty export. Resolves to the status, and to what was said with it. */
function send(
  client: Client,
  apiKey: string,
  message = Buffer.alloc(0),
): Promise<Pick<ServiceError, "code" | "details">> {
  const metadata = new Metadata();
  metadata.set("authorization", `Bearer ${apiKey}`);
  const asIs = (bytes: Buffer): Buffer => bytes;
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
      asIs,
      asIs,
      message,
      metadata,
      { deadline: Date.now() + 20_000 },
      (error) =>
        resolve(
          error === null
            ? { code: status.OK, details: "" }
            : { code: error.code, details: error.details },
        ),
    );
  });
}

test("takes spans over TLS with the server's certificate, and none without", async () => {
  await using started = await start(tls);
  const { server } = started;
  const address = `localhost:${server.grpcPort}`;
  const trusting = new Client(address, credentials.createSsl(readFileSync(tls.tlsCert)));
  const plain = new Client(address, credentials.createInsecure());
  const distrusting = new Client(address, credentials.createSsl());
  try {
    expect(await send(trusting, server.apiKey)).toEqual({ code: status.OK, details: "" });
    expect((await send(trusting, "wrong")).code).toBe(status.UNAUTHENTICATED);
    expect((await send(plain, server.apiKey)).code).toBe(status.UNAVAILABLE);
    expect((await send(distrusting, server.apiKey)).code).toBe(status.UNAVAILABLE);
  } finally {
    for (const client of [trusting, plain, distrusting]) client.close();
  }
});

test("says of a message that is no export what a caller can do about it", async () => {
  await using started = await start({});
  const { server } = started;
  const client = new Client(`127.0.0.1:${server.grpcPort}`, credentials.createInsecure());
  try {
    const { code, details } = await send(client, server.apiKey, Buffer.from("no protobuf"));
    expect(code).toBe(status.INVALID_ARGUMENT);
    expect(details).toMatch(/^Expected an export request of OTLP as protobuf, got a message/);
    expect(details).not.toMatch(/content-|body/);
  } finally {
    client.close();
  }
});

/** Exporters send what was unavailable again. */
test("limits requests of a key and guesses of an address", async () => {
  await using started = await start({
    limits: { maxRequestsPerSecond: 1, maxWrongKeysPerSecond: 1 },
  });
  const { server } = started;
  const client = new Client(`127.0.0.1:${server.grpcPort}`, credentials.createInsecure());
  const codesOf = async (apiKey: string, count: number): Promise<number[]> => {
    const answers = Array.from({ length: count }, () => send(client, apiKey));
    return (await Promise.all(answers)).map(({ code }) => code);
  };
  try {
    const own = await codesOf(server.apiKey, 30);
    expect(new Set(own)).toEqual(new Set([status.OK, status.UNAVAILABLE]));
    const guesses: number[] = [];
    for (let guess = 0; guess < 30; guess++) guesses.push((await send(client, `no-${guess}`)).code);
    expect(guesses.slice(0, 10)).toEqual(Array(10).fill(status.UNAUTHENTICATED));
    expect(guesses).toContain(status.UNAVAILABLE);
    const refused = [...own, ...guesses].filter((code) => code === status.UNAVAILABLE).length;
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain(`honeyhive_refused_requests_total{code="RATE_LIMITED"} ${refused}\n`);
  } finally {
    client.close();
  }
});
