import { capabilitiesHeader } from "@honeyhive/contract";

import { bytesOf } from "./request-body.js";
import type { Destination, Transport } from "./transport.js";

/** As much of `fetch` as is used: the runtime's, `undici`'s, or one of the program's own. */
export type FetchFunction = (url: string, init: FetchRequest) => Promise<FetchResponse>;

export interface FetchRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: ArrayBuffer;
  readonly signal: AbortSignal;
}

export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Sends through a `fetch` of the program's own; connections are its affair. */
export function createFetchTransport(destination: Destination, send: FetchFunction): Transport {
  return {
    close: () => undefined,
    send: async (request) => {
      const response = await send(destination.serverUrl + request.path, {
        method: request.method,
        // A view of shared memory is no body for `fetch`.
        body: new Uint8Array(bytesOf(request.body)).buffer,
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
