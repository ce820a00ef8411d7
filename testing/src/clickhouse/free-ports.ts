import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";

/** Below the ports that systems give to whoever asks for any: a node that was killed finds its own still free. */
const firstPort = 10_000;
const endPort = 32_000;

/** Ports of the loopback interface that nobody listens on, all different. */
export async function findFreePorts(count: number): Promise<number[]> {
  const taken = new Map<number, Server>();
  while (taken.size < count) {
    const port = randomInt(firstPort, endPort);
    const server = taken.has(port) ? undefined : await takePort(port);
    if (server !== undefined) taken.set(port, server);
  }
  const servers = [...taken.values()];
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return [...taken.keys()];
}

/** Undefined when somebody listens there. */
function takePort(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
