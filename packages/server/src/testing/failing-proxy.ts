import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface FailingProxy extends AsyncDisposable {
  readonly host: string;
  /** As if its cable was cut: nothing comes, and nothing ends. */
  silence(): void;
  /** Later requests are answered by another program: with 200 and a page, or whatever status is given. */
  replace(status?: number): void;
  /** The server is there again, and knows nothing of the connections there were. */
  restore(): void;
}

/** Stands before the server at `host`, and fails as networks do. */
export async function startFailingProxy(host: string): Promise<FailingProxy> {
  let status = 200;
  const other = createHttpServer((request, response) => {
    request.resume().once("end", () => response.writeHead(status).end("<html>Welcome!</html>"));
  });
  await listen(other);
  const portOfServer = Number(host.split(":")[1]);
  let port = portOfServer;
  let isSilent = false;
  const connections = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    carry(client, upstream);
    carry(upstream, client);
  });
  const carry = (from: Socket, to: Socket): void => {
    connections.add(from);
    from.on("data", (bytes) => isSilent || to.write(bytes));
    from.on("error", () => {});
    from.once("close", () => {
      connections.delete(from);
      if (!isSilent) to.destroy();
    });
  };
  await listen(server);
  const turnTo = (next: number): void => {
    port = next;
    isSilent = false;
    for (const socket of connections) socket.destroy();
  };
  return {
    host: `127.0.0.1:${portOf(server)}`,
    silence: () => void (isSilent = true),
    replace: (given = 200) => {
      status = given;
      turnTo(portOf(other));
    },
    restore: () => turnTo(portOfServer),
    [Symbol.asyncDispose]: async () => {
      turnTo(portOfServer);
      const closed = [once(server.close(), "close"), once(other.close(), "close")];
      other.closeAllConnections();
      await Promise.all(closed);
    },
  };
}

async function listen(server: ReturnType<typeof createServer>): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}

function portOf(server: ReturnType<typeof createServer>): number {
  // It listens on a port.
  return (server.address() as AddressInfo).port;
}
