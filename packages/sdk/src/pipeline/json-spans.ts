import { otlpTracesPath } from "@honeyhive/contract";

import { bytesOf } from "./request-body.js";
import type { Transport, TransportRequest } from "./transport.js";

/** Sends spans as OTLP's JSON. They wait as protobuf, on disk too, and are rewritten when they leave. */
export function sendSpansAsJson(transport: Transport): Transport {
  let toOtlpJson: Rewriter | undefined;
  // Loaded by those who ask for it. Who sends sees whether it could be.
  const loading = import("../encode/otlp-json.js");
  loading.then(
    (loaded) => (toOtlpJson = loaded.toOtlpJson),
    () => undefined,
  );
  return {
    close: () => transport.close(),
    send: async (request) => {
      if (request.path !== otlpTracesPath) return transport.send(request);
      const loaded = await loading;
      return transport.send(rewrite(request, loaded.toOtlpJson));
    },
    toWire: (request) => {
      if (request.path !== otlpTracesPath) return transport.toWire?.(request);
      return toOtlpJson && transport.toWire?.(rewrite(request, toOtlpJson));
    },
  };
}

type Rewriter = (request: Uint8Array) => Uint8Array;

function rewrite(request: TransportRequest, toOtlpJson: Rewriter): TransportRequest {
  return { ...request, body: toOtlpJson(bytesOf(request.body)), contentType: "application/json" };
}
