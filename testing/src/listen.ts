import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";

type Fetch = Parameters<typeof createAdaptorServer>[0]["fetch"];

export interface Listening extends AsyncDisposable {
  /** Without a trailing slash. */
  readonly url: string;
  /** Cuts open connections. May be called more than once. */
  close(): Promise<void>;
}

/** Serves on the loopback interface; port 0 takes a free one. */
export async function listen(fetch: Fetch, port: number): Promise<Listening> {
  // Without options for HTTP/2 the adaptor always gives a plain HTTP server.
  const server = createAdaptorServer({ fetch }) as Server;
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
  return { url: `http://127.0.0.1:${address.port}`, close, [Symbol.asyncDispose]: close };
}
