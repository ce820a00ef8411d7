import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { getRequestListener } from "@hono/node-server";
import { createExpressApp } from "@honeyhive/examples/servers/express";
import { createFastifyApp } from "@honeyhive/examples/servers/fastify";
import { createHonoApp } from "@honeyhive/examples/servers/hono";
import { createHandler } from "@honeyhive/examples/servers/lambda";
import { createRoute } from "@honeyhive/examples/servers/next-route";
import { createBackend, createFrontend } from "@honeyhive/examples/servers/two-services";
import { startCollector, type CollectedSpan } from "@honeyhive/testing";
import { HoneyHiveTracer } from "honeyhive";
import { expect, test } from "vitest";

const requests = 50;

interface Asked {
  readonly user: string;
  readonly question: string;
}

type Ask = (asked: Asked) => Promise<unknown>;

interface Running {
  readonly ask: Ask;
  readonly close: () => Promise<unknown>;
}

const servers: readonly [string, (tracer: HoneyHiveTracer) => Promise<Running>][] = [
  ["Express", (tracer) => serve(createServer(createExpressApp(tracer)), "/ask")],
  [
    "Hono",
    (tracer) => {
      const listener = getRequestListener(createHonoApp(tracer).fetch);
      return serve(
        createServer((request, response) => void listener(request, response)),
        "/ask",
      );
    },
  ],
  [
    "Fastify",
    async (tracer) => {
      const app = createFastifyApp(tracer);
      const url = await app.listen({ port: 0, host: "127.0.0.1" });
      return { ask: (asked) => post(`${url}/ask`, asked), close: () => app.close() };
    },
  ],
  [
    "a route of Next.js",
    async (tracer) => {
      const route = createRoute(tracer);
      const ask: Ask = async (asked) => {
        const body = JSON.stringify(asked);
        return (await route(new Request("http://next/ask", { method: "POST", body }))).json();
      };
      return { ask, close: () => Promise.resolve() };
    },
  ],
  [
    "a Lambda handler",
    async (tracer) => {
      const handle = createHandler(tracer);
      const ask: Ask = async (asked) => {
        const requestContext = { requestId: asked.user };
        const { body } = await handle({ body: JSON.stringify(asked), requestContext });
        return JSON.parse(body) as unknown;
      };
      return { ask, close: () => Promise.resolve() };
    },
  ],
];

test.each(servers)("%s keeps concurrent requests in sessions of their own", async (_, start) => {
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
  const { ask, close } = await start(tracer);
  const users = Array.from({ length: requests }, (_unused, index) => `user ${index}`);
  const answers = await Promise.all(users.map((user) => ask({ user, question: `of ${user}` })));
  await close();
  expect(answers).toEqual(users.map((user) => ({ user, answer: `Everything about of ${user}` })));
  await tracer.flush();
  expect(collector.spans).toHaveLength(requests * 2);
  expect(usersBySession(collector.spans).toSorted()).toEqual(users.toSorted());
});

test("two services make one trace in one session of a request", async () => {
  await using collector = await startCollector();
  await using front = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
  await using back = new HoneyHiveTracer({ apiKey: "other-key", serverUrl: collector.url });
  const backend = createBackend(back).listen(0, "127.0.0.1");
  await once(backend, "listening");
  const ask = createFrontend(front, urlOf(backend));
  const users = Array.from({ length: requests }, (_unused, index) => `user ${index}`);
  await Promise.all(users.map((user) => ask({ user, question: user })));
  await front.flush();
  await back.flush();
  backend.close();
  expect(collector.spans).toHaveLength(requests * 3);
  expect(usersBySession(collector.spans).toSorted()).toEqual(users.toSorted());
  const traces = new Map<string, Set<unknown>>();
  for (const span of collector.spans) {
    const sessions = traces.get(span.traceId) ?? new Set();
    traces.set(span.traceId, sessions.add(span.attributes["honeyhive.session_id"]));
  }
  expect([traces.size, [...traces.values()].every((sessions) => sessions.size === 1)]).toEqual([
    requests,
    true,
  ]);
});

/** The one user of each session; a session with none or several is named so. */
function usersBySession(spans: readonly CollectedSpan[]): string[] {
  const sessions = new Map<unknown, Set<string>>();
  for (const span of spans) {
    const id = span.attributes["honeyhive.session_id"];
    const users = sessions.get(id) ?? new Set();
    for (const user of JSON.stringify(span.attributes).match(/user \d+/g) ?? []) users.add(user);
    sessions.set(id, users);
  }
  return [...sessions.values()].map((users) => [...users].join(" and ") || "nobody");
}

async function serve(server: Server, path: string): Promise<Running> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    ask: (asked) => post(urlOf(server) + path, asked),
    close: async () => server.close(),
  };
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function post(url: string, asked: Asked): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(asked) });
  return response.json();
}
