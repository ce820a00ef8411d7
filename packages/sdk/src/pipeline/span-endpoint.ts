import { otlpTracesPath } from "@honeyhive/contract";

import type { Destination, Transport, TransportRequest } from "./transport.js";

/** Where spans go when it is not where sessions and updates go, and what is said with them. */
export interface SpanEndpoint {
  /** The whole URL that is posted to. */
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly protocol: SpanProtocol;
}

/** How spans are written. */
export type SpanProtocol = "http/protobuf" | "http/json";

export function isDefaultEndpoint({ url, headers }: SpanEndpoint): boolean {
  return url === undefined && Object.keys(headers).length === 0;
}

/** Sends spans to their endpoint and everything else to the destination. */
export function sendSpansTo(
  endpoint: SpanEndpoint,
  destination: Destination,
  open: (destination: Destination) => Transport,
): Transport {
  const others = open(destination);
  const spans = open({
    ...destination,
    serverUrl: endpoint.url ?? destination.serverUrl,
    headers: endpoint.headers,
  });
  const spanPath = endpoint.url === undefined ? otlpTracesPath : "";
  const route = (request: TransportRequest): readonly [Transport, TransportRequest] =>
    request.path === otlpTracesPath ? [spans, { ...request, path: spanPath }] : [others, request];
  return {
    send: (request) => {
      const [transport, routed] = route(request);
      return transport.send(routed);
    },
    toWire: (request) => {
      const [transport, routed] = route(request);
      return transport.toWire?.(routed);
    },
    close: () => {
      spans.close();
      others.close();
    },
  };
}
