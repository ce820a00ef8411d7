import {
  context as otelContext,
  ProxyTracerProvider,
  type Tracer,
  type TracerProvider,
} from "@opentelemetry/api";

import { markRecorded } from "../../foreign/client-spans.js";
import { delegatingTracer } from "../../otel/delegating-tracer.js";
import { currentProvider, ownsProvider } from "../../globals/global-provider.js";
import { asRecord } from "../read.js";

/**
 * Newer clients make spans of their own. They stay with whoever owns OpenTelemetry's global provider, but where that is
 * this package the same call would be recorded twice, tokens included. The client's documented way to say so is a copy.
 */
export function leaveOwnSpans<Client extends object>(client: Client): Client {
  const { openTelemetry, withOptions } = asRecord(client);
  const given = asRecord(openTelemetry);
  if (openTelemetry === undefined || given["tracerProvider"] !== undefined) return client;
  if (typeof withOptions !== "function") return client;
  const options = { openTelemetry: { ...given, tracerProvider: othersProvider } };
  // `withOptions` gives a client of the same class.
  return Reflect.apply(withOptions, client, [options]) as Client;
}

const othersProvider: TracerProvider = {
  getTracer: (name, version) => {
    const unrecorded = new ProxyTracerProvider().getDelegate().getTracer(name, version);
    return delegatingTracer(() =>
      ownsProvider() ? unrecorded : leftAlone(currentProvider().getTracer(name, version)),
    );
  },
};

/** The host's tracer, whose spans our processor among the host's does not take. */
function leftAlone(tracer: Tracer): Tracer {
  return {
    startSpan: (name, options, context = otelContext.active()) =>
      tracer.startSpan(name, options, markRecorded(context)),
    startActiveSpan: tracer.startActiveSpan.bind(tracer),
  };
}
