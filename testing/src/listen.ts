import type { Server } from "node:http";
import type { Socket } from "node:net";
import { createAdaptorServer } from "@hono/node-server";

type Fetch = Parameters<typeof createAdaptorServer>[0]["fetch"];

export interface Listening extends AsyncDisposable {
  /** Without a trailing slash. */
  readonly url: string;
  /** Connections that are open. */
  readonly connections: ReadonlySet<Socket>;
  /** Cuts open connections. May be called more than once. */
  close(): Promise<void>;
}

/** Serves on the loopback interface; port 0 takes a free one. */
export async function listen(fetch: Fetch, port: number): Promise<Listening> {
  // Without options for HTTP/2 the adaptor always gives a plain HTTP server.
  const server = createAdaptorServer({ fetch }) as Server;
  const connections = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return closed;
  };
  const url = `http://127.0.0.1:${address.port}`;
  return { url, connections, close, [Symbol.asyncDispose]: close };
}
