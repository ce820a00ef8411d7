import { capabilitiesHeader, type ClientFetch, type ClientResponse } from "@honeyhive/contract";

import { proxyEnvironment, withProxyAdvice } from "../../lib/proxy-environment.js";
import type { FetchFunction } from "../../pipeline/fetch-transport.js";

const longestMs = 30_000;

type OnCapabilities = (capabilities: string) => void;

/**
 * `fetch` for a client, over the module that sends the traces: loading a second HTTP client takes as long as running
 * hundreds of cases.
 */
export function createHttpFetch(onCapabilities: OnCapabilities): ClientFetch {
  return (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const name = new URL(url).protocol === "https:" ? "node:https" : "node:http";
      const { Agent, request } = process.getBuiltinModule(name);
      // A connection of its own, through the proxy that Node was told of.
      const connection = { keepAlive: false, proxyEnv: proxyEnvironment() };
      const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
      const agent = new Agent(connection);
      const options = { method, headers: { ...headers, ...length }, agent, signal };
      const outgoing = request(url, options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          onCapabilities(String(incoming.headers[capabilitiesHeader] ?? ""));
          resolve(toResponse(incoming.statusCode ?? 0, Buffer.concat(chunks)));
        });
      });
      outgoing.on("error", (error) => reject(withProxyAdvice(error, outgoing)));
      outgoing.end(body);
    });
}

/** `fetch` for a client, through the one that the program sends its traces with. */
export function adaptFetch(send: FetchFunction, onCapabilities: OnCapabilities): ClientFetch {
  return async (url, { body, signal = AbortSignal.timeout(longestMs), ...init }) => {
    const bytes = body === undefined ? {} : { body: new Uint8Array(Buffer.from(body)).buffer };
    const response = await send(url, { ...init, ...bytes, signal });
    onCapabilities(response.headers.get(capabilitiesHeader) ?? "");
    return toResponse(response.status, Buffer.from(await response.arrayBuffer()));
  };
}

function toResponse(status: number, body: Buffer): ClientResponse {
  return {
    ok: status >= 200 && status < 300,
    status,
    text: () => Promise.resolve(body.toString()),
    blob: () => Promise.resolve(new Blob([new Uint8Array(body)])),
  };
}
