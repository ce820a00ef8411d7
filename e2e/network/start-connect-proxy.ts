import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

export interface ConnectProxy {
  readonly url: string;
  /** `host:port` of each tunnel, in the order of their opening. */
  readonly tunnels: readonly string[];
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * A proxy as companies have them: it opens tunnels, and answers nothing else. Hosts of `.invalid` nobody else finds; they
 * are this machine.
 */
export async function startConnectProxy(): Promise<ConnectProxy> {
  const tunnels: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(403).end());
  server.on("connection", (socket) => sockets.add(socket));
  server.on("connect", ({ url = "" }, client, head) => {
    tunnels.push(url);
    const [host, port] = url.split(":");
    const target = connect(Number(port), host?.endsWith(".invalid") ? "127.0.0.1" : host, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      target.write(head);
      target.pipe(client).pipe(target);
    });
    target.on("error", () => client.destroy());
    client.on("error", () => target.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // Of a server that listens on a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    tunnels,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
