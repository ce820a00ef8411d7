import { createServer as createHttpsServer } from "node:https";

import { createAdaptorServer, type ServerType } from "@hono/node-server";

import type { App } from "./app.js";
import { ConfigurationError } from "./lib/configuration-error.js";
import type { ServerTls } from "./lib/server-tls.js";

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Take any free port when the wanted one is taken. */
  readonly portFallback: boolean;
  readonly tls: ServerTls | undefined;
}

/**
 * How long a connection stays open between two requests. Longer than the time after which load balancers and clients
 * give one up themselves, a minute with most, and than the five seconds that exporters wait between two batches: of two
 * sides that end a connection at the same moment, the server must not be the one, or the request on its way is lost.
 */
const idleConnectionMs = 75_000;

const minVersion = "TLSv1.2";

export async function listen(
  app: App,
  { host, port, portFallback, tls }: ListenOptions,
): Promise<{ server: ServerType; port: number }> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    ...(tls === undefined
      ? {}
      : {
          createServer: createHttpsServer,
          serverOptions: { ...tls.current, minVersion },
        }),
  });
  if ("setSecureContext" in server) {
    tls?.onRenewed((renewed) => server.setSecureContext({ ...renewed, minVersion }));
  }
  if ("keepAliveTimeout" in server) server.keepAliveTimeout = idleConnectionMs;
  try {
    return { server, port: await bind(server, host, port) };
  } catch (error) {
    if (!isTaken(error))
      throw cannotListen(host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`, error);
    if (portFallback) return { server, port: await bind(server, host, 0) };
    throw new Error(
      `Expected port ${port} on ${host} to be free, but another program listens on it. Stop it, or choose another port.`,
      { cause: error },
    );
  }
}

function cannotListen(address: string, cause: unknown): ConfigurationError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ConfigurationError(
    `Expected an address and a port that may be listened on, got \`${address}\`: ${reason}. Correct \`host\` or \`port\`.`,
    { cause },
  );
}

function bind(server: ServerType, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** Stops listening, lets requests under way finish for a while, then ends their connections. */
export function stopListening(server: ServerType, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (!("closeAllConnections" in server)) {
      server.close(() => resolve());
      return;
    }
    // Answers that had begun could not say any more that their connection ends with them.
    const sweeping = setInterval(() => server.closeIdleConnections(), 50);
    const ending = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(sweeping);
      clearTimeout(ending);
      resolve();
    });
  });
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE";
}
