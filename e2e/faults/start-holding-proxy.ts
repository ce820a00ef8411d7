import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Lets requests about runs through, and never answers any other: nothing of a case arrives. */
export async function startHoldingProxy(
  target: string,
): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = createServer((request, response) => {
    const { method = "GET", url = "/", headers } = request;
    if (!url.startsWith("/v1/runs")) return;
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { authorization = "" } = headers;
      const answer = await fetch(target + url, {
        method,
        headers: { authorization, "content-type": "application/json" },
        ...(method === "GET" ? {} : { body: Buffer.concat(chunks) }),
      });
      const body = Buffer.from(await answer.arrayBuffer());
      // What the server says that it can.
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body);
    })().catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP server's address is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
