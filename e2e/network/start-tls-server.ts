import { once } from "node:events";
import { request as forward } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";

import { startCollector, type Collector } from "@honeyhive/testing";
import { generate } from "selfsigned";

export interface TlsServer {
  readonly url: string;
  /** Of the authority that vouches for the server and that nobody knows, as PEM. */
  readonly authority: string;
  readonly collector: Collector;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A collector behind TLS, with a certificate made for this run. */
export async function startTlsServer(): Promise<TlsServer> {
  const authority = await generate([{ name: "commonName", value: "Authority of a test" }], {
    extensions: [{ name: "basicConstraints", cA: true, critical: true }],
  });
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    ca: { key: authority.private, cert: authority.cert },
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] }],
  });
  const collector = await startCollector();
  const server = createServer({ key, cert }, (request, response) => {
    const { method, headers, url = "" } = request;
    const inner = forward(collector.url + url, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(inner);
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  // Of a server that listens on a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    authority: authority.cert,
    collector,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await collector[Symbol.asyncDispose]();
    },
  };
}
