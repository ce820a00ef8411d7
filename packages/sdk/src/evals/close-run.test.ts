import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, it } from "vitest";

import { evaluate } from "./evaluate.js";

it("asks a server that takes nothing any more to take the run's end once, for as long as delivery may take", async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume();
    if (request.method === "POST" && request.url === "/v1/runs") {
      response.setHeader("content-type", "application/json").end('{"run_id":"run"}');
    }
  }).listen(0);
  try {
    await new Promise((resolve) => server.once("listening", resolve));
    // A server that listens on a port has such an address.
    const { port } = server.address() as AddressInfo;
    const { serverError, delivery } = await evaluate({
      apiKey: "key",
      serverUrl: `http://127.0.0.1:${port}`,
      journal: false,
      deliveryTimeoutMs: 100,
      dataset: [{ inputs: {} }],
      function: () => 1,
    });
    expect(delivery.isComplete).toBe(false);
    expect(serverError).toContain("did not answer in time");
    expect(asked.filter((request) => /^PUT .*runs/.test(request))).toHaveLength(1);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
