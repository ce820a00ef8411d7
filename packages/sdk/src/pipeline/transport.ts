import type { IncomingMessage } from "node:http";

import { capabilitiesHeader } from "@honeyhive/contract";

import { sizeOf, type RequestBody } from "./request-body.js";

export interface TransportRequest {
  readonly method: "POST" | "PUT" | "GET";
  /** Relative to the destination's URL. */
  readonly path: string;
  readonly contentType: string;
  readonly body: RequestBody;
  readonly timeoutMs: number;
}

export interface TransportResponse {
  readonly status: number;
  /** Seconds, or an HTTP date, as sent. */
  readonly retryAfter: string | undefined;
  readonly contentType: string | undefined;
  /** What the server says it can do beyond the documented API. */
  readonly capabilities?: string | undefined;
  readonly body: Buffer;
}

/** Sends one request. Rejects on network errors and timeouts; any HTTP status is an answer. */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>;
  close(): void;
}

export interface Destination {
  /** Without a trailing slash. */
  readonly serverUrl: string;
  readonly apiKey: string;
  /** Sent with each request, over our own of the same names. In lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

const maxResponseBytes = 1 << 20;

export interface HttpTransportOptions {
  readonly maxSockets: number;
  /** How long a request keeps the process alive. */
  readonly holdMs: number;
}

/** Keep-alive over `node:http`: for binary bodies it costs a third less than `fetch`. */
export function createHttpTransport(
  destination: Destination,
  { maxSockets, holdMs }: HttpTransportOptions,
): Transport {
  const base = new URL(destination.serverUrl);
  // Loaded here and not imported: it takes longer than all of the SDK, and TLS as long again.
  const http =
    base.protocol === "https:"
      ? process.getBuiltinModule("node:https")
      : process.getBuiltinModule("node:http");
  const agent = new http.Agent({ keepAlive: true, maxSockets });
  const prefix = base.pathname.replace(/\/$/, "");
  return {
    close: () => agent.destroy(),
    send: (request) =>
      new Promise((resolve, reject) => {
        const outgoing = http.request({
          agent,
          protocol: base.protocol,
          hostname: base.hostname.replace(/^\[|\]$/g, ""),
          port: base.port,
          method: request.method,
          path: prefix + request.path + base.search,
          timeout: request.timeoutMs,
          headers: {
            authorization: `Bearer ${destination.apiKey}`,
            "content-type": request.contentType,
            "content-length": sizeOf(request.body),
            "hh-sdk-language": "typescript",
            "hh-sdk-package": "honeyhive",
            ...destination.headers,
          },
        });
        const deadline = setTimeout(
          () => outgoing.destroy(new Error(`No answer within ${request.timeoutMs} ms`)),
          request.timeoutMs,
        );
        deadline.unref();
        const settle = (finish: () => void): void => {
          clearTimeout(deadline);
          clearTimeout(release);
          finish();
        };
        // Whoever wants more than that awaits a flush; a server that hangs must not keep the program from ending.
        const release = setTimeout(() => outgoing.socket?.unref(), holdMs);
        release.unref();
        outgoing.on("error", (error) => settle(() => reject(error)));
        outgoing.on("response", (incoming) => {
          incoming.on("error", (error) => settle(() => reject(error)));
          collectAnswer(incoming, (answer) => settle(() => resolve(answer)));
        });
        outgoing.end(request.body);
      }),
  };
}

/** Reads the answer to its end, so that the connection can be used again; what exceeds the limit is not kept. */
function collectAnswer(
  incoming: IncomingMessage,
  onEnd: (answer: TransportResponse) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxResponseBytes) chunks.push(chunk);
  });
  incoming.on("end", () =>
    onEnd({
      status: incoming.statusCode ?? 0,
      retryAfter: incoming.headers["retry-after"],
      contentType: incoming.headers["content-type"],
      capabilities: String(incoming.headers[capabilitiesHeader] ?? ""),
      body: Buffer.concat(chunks),
    }),
  );
}
