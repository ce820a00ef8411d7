import { ProxyTracerProvider, type TracerProvider } from "@opentelemetry/api";

import { delegatingTracer } from "../../otel/delegating-tracer.js";
import { currentProvider, ownsProvider } from "../../otel/global-provider.js";
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
      ownsProvider() ? unrecorded : currentProvider().getTracer(name, version),
    );
  },
};
