import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { makeTemporaryDirectory, waitFor } from "@honeyhive/testing";
import { afterEach, expect, it, vi } from "vitest";

import { evaluate } from "./evaluate.js";

afterEach(() => void vi.restoreAllMocks());

it("says that it waits for a server, what is kept meanwhile, and counts the wait into no duration", async () => {
  await using folder = await makeTemporaryDirectory();
  let said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => Boolean((said += text)));
  const server = createServer((request, response) => {
    if (request.method !== "POST" || request.url !== "/v1/runs") return request.socket.destroy();
    request.resume();
    return response.setHeader("content-type", "application/json").end('{"run_id":"run"}');
  }).listen(0);
  try {
    await new Promise((resolve) => server.once("listening", resolve));
    // A server that listens on a port has such an address.
    const { port } = server.address() as AddressInfo;
    const serverUrl = `http://127.0.0.1:${port}`;
    const startedAt = performance.now();
    const { durationMs, delivery } = await evaluate({
      apiKey: "key",
      serverUrl,
      journal: join(folder.path, "journal"),
      deliveryTimeoutMs: 2500,
      dataset: [{ inputs: {} }],
      function: () => 1,
    });
    expect(delivery.isComplete).toBe(false);
    expect(performance.now() - startedAt - durationMs).toBeGreaterThan(2400);
    expect(said).toContain(
      `Waiting for ${serverUrl} to take what it does not have yet, for up to 2.5 s (\`deliveryTimeoutMs\`).`,
    );
    await waitFor({
      what: "what was on its way to be given up",
      find: () => (said.includes("retries-exhausted") ? true : undefined),
      describe: () => said,
    });
    for (const line of said.split("\n").filter((text) => text.includes(" dropped ("))) {
      expect(line).toContain("What an evaluation made is kept beside its journal: resume it");
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
