import { otlpRoutes, routes, type Route } from "@honeyhive/contract";
import { afterAll, expect, test } from "vitest";

import { createApp } from "./app.js";
import { createLogger } from "./observe/logger.js";
import type { Services } from "./services.js";
import { borrowTestServer } from "./testing/test-server.js";

const server = await borrowTestServer();
afterAll(() => server[Symbol.asyncDispose]());

/** What is mounted beside the contract's table on purpose, and why. */
const outside: Readonly<Record<string, string>> = {
  "GET /metrics": "OpenMetrics for scrapers, whose path it is; asked for JSON it is the table's",
  "GET /openapi.json": "the table itself, written as OpenAPI",
  "GET /docs": "the same as a page for people",
  "POST /v1/metrics": "OTLP's metrics in protobuf; in JSON it is the table's",
};

const table = [...Object.values<Route>(routes), ...Object.values<Route>(otlpRoutes)].flatMap(
  ({ method, path, aliases }) => [path, ...aliases].map((each) => `${method} ${each}`),
);

test("what is mounted is what the contract says, and what it leaves out on purpose", () => {
  const logger = createLogger({ level: "error", format: "json", output: { write: () => true } });
  // Nothing else of the services is used before a request comes.
  const services = { options: { isLoopback: false, logger } } as unknown as Services;
  const mounted = createApp(services)
    .routes.filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
  expect(mounted.toSorted()).toEqual([...table, ...Object.keys(outside)].toSorted());
});

test("a path that the contract has says which methods it takes", async () => {
  const targets = [...table, ...Object.keys(outside)].map((each) => each.split(" "));
  const paths = new Set(targets.map(([, path = ""]) => path));
  for (const path of paths) {
    const address = server.url + path.replace(/\{\w+\}/g, "some-id");
    const response = await fetch(address, { method: "PATCH" });
    const methods = targets
      .filter(([, template = ""]) => isServedBy(path, template))
      .map(([method = ""]) => method);
    const expected = new Set(methods.flatMap((each) => (each === "GET" ? [each, "HEAD"] : each)));
    expect([path, response.status, response.headers.get("allow")]).toEqual([
      path,
      405,
      [...expected].toSorted().join(", "),
    ]);
    expect(await response.json()).toMatchObject({
      success: false,
      statusCode: 405,
      errorCode: "METHOD_NOT_ALLOWED",
    });
  }
});

test("a path that nobody has is not found, whatever the method", async () => {
  for (const method of ["GET", "POST", "DELETE"]) {
    const response = await fetch(`${server.url}/v1/nothing`, { method });
    expect([method, response.status]).toEqual([method, 404]);
    expect(response.headers.has("allow")).toBe(false);
  }
});

/** Parameters of one path may stand where another is spelt out. */
function isServedBy(path: string, template: string): boolean {
  const [parts, wanted] = [path.split("/"), template.split("/")];
  return (
    parts.length === wanted.length &&
    wanted.every((each, index) => each.startsWith("{") || each === parts[index])
  );
}
