import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface RepeatingProxy extends AsyncDisposable {
  readonly url: string;
  /** Requests that came, each of which was sent on twice. */
  readonly count: number;
}

/** A proxy before `target` that sends every request twice, as if the first answer had been lost. */
export async function startRepeatingProxy(target: string): Promise<RepeatingProxy> {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    repeat(target, request, response).catch((error: unknown) => response.destroy(asError(error)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP server's address is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get count() {
      return count;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function repeat(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  const { method = "GET", url = "/" } = request;
  const { host: _host, connection: _connection, ...given } = request.headers;
  const { "content-length": _length, "transfer-encoding": _encoding, ...headers } = given;
  const send = (): Promise<Response> =>
    fetch(target + url, {
      method,
      headers: Object.entries(headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]),
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
    });
  await (await send()).arrayBuffer();
  const answer = await send();
  const body = Buffer.from(await answer.arrayBuffer());
  const type = answer.headers.get("content-type");
  const capabilities = answer.headers.get("honeyhive-capabilities");
  response.writeHead(answer.status, {
    ...(type === null ? {} : { "content-type": type }),
    ...(capabilities === null ? {} : { "honeyhive-capabilities": capabilities }),
  });
  response.end(body);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
