import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** `pass` lets everything through; `half` cuts each answer after some bytes. */
export type ProxyMode = "pass" | "half";

export interface Proxy extends AsyncDisposable {
  readonly url: string;
  mode: ProxyMode;
  /** Cuts what is connected and listens no longer. */
  goAway(): Promise<void>;
  /** Listens on the same port again. */
  comeBack(): Promise<void>;
}

const halfAnswerBytes = 20;

/** A proxy before `target` that can break answers off and go away. */
export async function startProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      socket.on("error", () => [client, upstream].forEach((either) => either.destroy()));
    }
    client.pipe(upstream);
    upstream.on("data", (chunk: Buffer) => {
      if (proxy.mode === "pass") client.write(chunk);
      else client.end(chunk.subarray(0, halfAnswerBytes));
    });
    upstream.on("end", () => client.end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP server's address is never a pipe's name.
  const { port: ownPort } = server.address() as AddressInfo;
  const proxy: Proxy = {
    url: `http://127.0.0.1:${ownPort}`,
    mode: "pass",
    goAway: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
    comeBack: async () => {
      server.listen(ownPort, "127.0.0.1");
      await once(server, "listening");
    },
    [Symbol.asyncDispose]: async () => {
      if (server.listening) await proxy.goAway();
    },
  };
  return proxy;
}
