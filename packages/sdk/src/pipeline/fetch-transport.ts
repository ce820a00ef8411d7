import { capabilitiesHeader } from "@honeyhive/contract";

import type { Destination, Transport } from "./transport.js";

/** Sends through a `fetch` of the program's own; connections are its affair. */
export function createFetchTransport(
  destination: Destination,
  send: typeof globalThis.fetch,
): Transport {
  return {
    close: () => undefined,
    send: async (request) => {
      const response = await send(destination.serverUrl + request.path, {
        method: request.method,
        // A view of shared memory is no body for `fetch`.
        body: new Uint8Array(request.body),
        signal: AbortSignal.timeout(request.timeoutMs),
        headers: {
          authorization: `Bearer ${destination.apiKey}`,
          "content-type": request.contentType,
          "hh-sdk-language": "typescript",
          "hh-sdk-package": "honeyhive",
          ...destination.headers,
        },
      });
      return {
        status: response.status,
        retryAfter: response.headers.get("retry-after") ?? undefined,
        contentType: response.headers.get("content-type") ?? undefined,
        capabilities: response.headers.get(capabilitiesHeader) ?? undefined,
        body: Buffer.from(await response.arrayBuffer()),
      };
    },
  };
}
