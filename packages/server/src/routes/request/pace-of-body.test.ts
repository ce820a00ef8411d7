import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

import { expect, test } from "vitest";

import { ByteBudget } from "../../lib/byte-budget.js";
import { until } from "../../testing/until.js";
import { readBody } from "./read-body.js";

const sizeBytes = 1000;

test("whoever holds most of the memory and sends no more lets others have it, and is told", async () => {
  await using server = await startReader(100);
  const holder = await server.send("x".repeat(90));
  await until(() => server.budget.reservedBytes === 90);
  const [answer] = (await once(holder, "data")) as [Buffer];
  expect(answer.toString()).toMatch(/90 bytes are held.*others need the room/);
  expect(server.budget.reservedBytes).toBe(0);
  holder.destroy();
});

test("whoever holds little of it, or goes on sending, is waited for", async () => {
  await using server = await startReader(2 * sizeBytes);
  const holder = await server.send("x".repeat(sizeBytes / 2));
  await until(() => server.budget.reservedBytes === sizeBytes / 2);
  await server.windowsPassed(3);
  const sending = setInterval(() => holder.write("x".repeat(50)), server.paceMs / 5);
  await until(() => server.budget.reservedBytes > sizeBytes / 2);
  using _others = server.budget.reserve(sizeBytes);
  const [answer] = (await once(holder, "data")) as [Buffer];
  clearInterval(sending);
  expect(answer.toString()).toContain(`read ${sizeBytes}`);
  holder.destroy();
});

/** Reads bodies as the server does, and answers with what came of it. */
async function startReader(limitBytes: number) {
  const budget = new ByteBudget(limitBytes);
  const paceMs = 400;
  const read = async (incoming: IncomingMessage): Promise<string> => {
    using reading = budget.reserve(0);
    const raw = new Request("http://localhost", { headers: { "content-type": "text/plain" } });
    const body = await readBody({ raw, incoming }, { limitBytes: 1e6, reading, paceMs });
    return `read ${body.length}`;
  };
  const server = createServer((incoming, response) => {
    void read(incoming)
      .catch(String)
      .then((outcome) => response.end(outcome));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // It listens on a port.
  const { port } = server.address() as AddressInfo;
  return {
    budget,
    paceMs,
    windowsPassed: async (count: number): Promise<void> => {
      const endMs = performance.now() + count * paceMs;
      await until(() => performance.now() > endMs);
    },
    send: async (body: string): Promise<Socket> => {
      const socket = connect(port, "127.0.0.1");
      await once(socket, "connect");
      socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${sizeBytes}\r\n\r\n${body}`);
      return socket;
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      server.closeAllConnections();
      await once(server.close(), "close");
    },
  };
}
