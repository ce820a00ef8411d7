import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";

import { afterAll, expect, test } from "vitest";

import { startTestServer } from "../testing/test-server.js";

const local = await startTestServer();
const proxied = await startTestServer({ trustedProxies: "127.0.0.1" });
afterAll(async () => {
  await local[Symbol.asyncDispose]();
  await proxied[Symbol.asyncDispose]();
});

/** `fetch` does not let a program choose its `Host` header. */
function statusOf(
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<number> {
  const method = body === undefined ? "GET" : "POST";
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once("error", reject).end(body);
  });
}

async function firstLineOf(url: string, request: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.end(request);
  const [answer] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  return answer.toString("latin1").split("\r\n", 1)[0] ?? "";
}

test.each([
  { "x-forwarded-for": "203.0.113.7" },
  { "x-forwarded-proto": "https" },
  { "x-forwarded-host": "traces.example" },
  { "x-real-ip": "203.0.113.7" },
  { forwarded: "for=203.0.113.7" },
  { via: "1.1 gateway" },
])("whom a proxy lets in with %o sees neither keys nor metrics", async (headers) => {
  expect(await statusOf(`${local.url}/local/projects`, headers)).toBe(404);
  expect(await statusOf(`${local.url}/metrics`, headers)).toBe(401);
  expect(await statusOf(`${local.url}/health`, headers)).toBe(200);
});

test("nor does whom a proxy lets in that says nothing, but speaks HTTP/1.0 as nginx does", async () => {
  for (const [path, version, status] of [
    ["/local/projects", "1.0", 404],
    ["/metrics", "1.0", 401],
    ["/local/projects", "1.1", 200],
    ["/metrics", "1.1", 200],
  ] as const) {
    const request = `GET ${path} HTTP/${version}\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    expect(await firstLineOf(local.url, request)).toMatch(` ${status} `);
  }
});

test("a server that is told of its proxy is reached under the proxy's name, by pages too", async () => {
  const headers = {
    host: "traces.example",
    origin: "https://traces.example",
    authorization: `Bearer ${proxied.apiKey}`,
    "content-type": "application/json",
  };
  expect(await statusOf(`${proxied.url}/v1/events/export`, headers, '{"filters": []}')).toBe(200);
});

test("a server that is told of its proxy lists no keys and no metrics, whoever asks", async () => {
  expect(await statusOf(`${proxied.url}/local/projects`, {})).toBe(404);
  expect(await statusOf(`${proxied.url}/metrics`, {})).toBe(401);
  await using open = await startTestServer({ trustedProxies: "127.0.0.1", localAccess: true });
  expect(await statusOf(`${open.url}/local/projects`, { via: "1.1 gateway" })).toBe(200);
});
