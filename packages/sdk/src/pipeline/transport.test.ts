import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, it } from "vitest";

import { createHttpTransport, type Transport, type TransportRequest } from "./transport.js";

interface Served extends AsyncDisposable {
  readonly transport: Transport;
}

async function serve(listener: RequestListener, path = "", holdMs = 3000): Promise<Served> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  const serverUrl = `http://127.0.0.1:${port}${path}`;
  const transport = createHttpTransport(
    { serverUrl, apiKey: "hh-secret" },
    { maxSockets: 40, holdMs },
  );
  return {
    transport,
    [Symbol.asyncDispose]: () => {
      transport.close();
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

const request: TransportRequest = {
  method: "POST",
  path: "/opentelemetry/v1/traces",
  contentType: "application/x-protobuf",
  body: Buffer.from("body"),
  timeoutMs: 500,
};

describe("the transport", () => {
  it("sends the key in a header only, below the path of the server's URL", async () => {
    const seen: unknown[] = [];
    await using served = await serve(({ url, method, headers }, response) => {
      seen.push(method, url, headers.authorization, headers["content-length"]);
      response.end("ok");
    }, "/prefix");
    const { status, body } = await served.transport.send(request);
    expect([status, body.toString()]).toEqual([200, "ok"]);
    expect(seen).toEqual(["POST", "/prefix/opentelemetry/v1/traces", "Bearer hh-secret", "4"]);
  });

  it("hands on statuses and Retry-After, and follows no redirection", async () => {
    await using served = await serve((_, response) => {
      response.writeHead(307, { "retry-after": "5", location: "http://elsewhere.example" }).end();
    });
    expect(await served.transport.send(request)).toMatchObject({ status: 307, retryAfter: "5" });
  });

  it.each<[string, RequestListener]>([
    ["never answers", () => undefined],
    [
      "answers in part and then no more",
      (_, response) => void response.writeHead(200).write("par"),
    ],
  ])("rejects when the server %s", async (_, listener) => {
    await using served = await serve(listener);
    await expect(served.transport.send({ ...request, timeoutMs: 50 })).rejects.toThrow();
  });

  it("rejects at the same time where it has let the program end before", async () => {
    await using served = await serve(() => undefined, "", 10);
    const sent = served.transport.send({ ...request, timeoutMs: 60 });
    await expect(sent).rejects.toThrow("No answer within 60 ms");
  });

  it("rejects when the connection is cut within the answer", async () => {
    await using served = await serve((_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("part", () => response.socket?.destroy());
    });
    await expect(served.transport.send(request)).rejects.toThrow();
  });

  it("sends again what met the end of an idle connection", async () => {
    let count = 0;
    const used = new Set<unknown>();
    await using served = await serve(({ socket }, response) => {
      count += 1;
      if (used.has(socket)) socket.destroy();
      else response.end("ok");
      used.add(socket);
    });
    await served.transport.send(request);
    expect(await served.transport.send(request)).toMatchObject({ status: 200 });
    expect([count, used.size]).toEqual([3, 2]);
  });

  it("rejects when a new connection is cut before the answer", async () => {
    await using served = await serve(({ socket }) => void socket.destroy());
    await expect(served.transport.send(request)).rejects.toThrow("socket hang up");
  });

  it("keeps a bounded part of an answer that has no end in sight", async () => {
    await using served = await serve((_, response) => void response.end("x".repeat(3 << 20)));
    const { body } = await served.transport.send({ ...request, timeoutMs: 5000 });
    expect(body.length).toBeLessThanOrEqual(1 << 20);
  });

  it("rejects instead of throwing for a key that no header can carry", async () => {
    const transport = createHttpTransport(
      { serverUrl: "http://127.0.0.1:9", apiKey: "a\nb" },
      { maxSockets: 40, holdMs: 3000 },
    );
    await expect(transport.send(request)).rejects.toThrow();
    transport.close();
  });
});
