import { otlpTracesPath } from "@honeyhive/contract";

import { bytesOf } from "./request-body.js";
import type { Transport } from "./transport.js";

/** Sends spans as OTLP's JSON. They wait as protobuf, on disk too, and are rewritten when they leave. */
export function sendSpansAsJson(transport: Transport): Transport {
  return {
    close: () => transport.close(),
    send: async (request) => {
      if (request.path !== otlpTracesPath) return transport.send(request);
      // Loaded by those who ask for it.
      const { toOtlpJson } = await import("../encode/otlp-json.js");
      const body = toOtlpJson(bytesOf(request.body));
      return transport.send({ ...request, body, contentType: "application/json" });
    },
  };
}
