import {
  context as otelContext,
  ProxyTracerProvider,
  type Tracer,
  type TracerProvider,
} from "@opentelemetry/api";

import type { TracerCore } from "../../core/tracer-core.js";
import { isMessageOfAnthropic, markRecorded } from "../../foreign/client-spans.js";
import { createOtelTracer } from "../../otel/core-tracer.js";
import { delegatingTracer } from "../../otel/delegating-tracer.js";
import { globalRouter } from "../../otel/global-router.js";
import { currentProvider, ownsProvider } from "../../globals/global-provider.js";
import { asRecord } from "../read.js";

/**
 * Newer clients make spans of their own. They stay with whoever owns OpenTelemetry's global provider, but where that is
 * this package the same message would be recorded twice, tokens included. The client's documented way to say so is a copy.
 */
export function leaveOwnSpans<Client extends object>(
  client: Client,
  core: TracerCore | undefined,
): Client {
  const { openTelemetry, withOptions } = asRecord(client);
  const given = asRecord(openTelemetry);
  if (openTelemetry === undefined || given["tracerProvider"] !== undefined) return client;
  if (typeof withOptions !== "function") return client;
  const options = { openTelemetry: { ...given, tracerProvider: providerFor(core) } };
  // `withOptions` gives a client of the same class.
  return Reflect.apply(withOptions, client, [options]) as Client;
}

/** Without a core spans go to the tracer of the running code. */
function providerFor(core: TracerCore | undefined): TracerProvider {
  return {
    getTracer: (name, version) => {
      const own =
        core === undefined
          ? globalRouter.getTracer(name, version)
          : createOtelTracer(() => core, { name, version });
      const unrecorded = new ProxyTracerProvider().getDelegate().getTracer(name, version);
      const recorded = besideMessages(own, (span) => unrecorded.startSpan(...span));
      return delegatingTracer(() => {
        if (ownsProvider()) return recorded;
        const host = currentProvider().getTracer(name, version);
        // Our processor among the host's does not take them.
        return besideMessages(host, ([span, options, context = otelContext.active()]) =>
          host.startSpan(span, options, markRecorded(context)),
        );
      });
    },
  };
}

/** Messages are recorded as the calls that they are. */
function besideMessages(
  tracer: Tracer,
  startMessage: (span: Parameters<Tracer["startSpan"]>) => ReturnType<Tracer["startSpan"]>,
): Tracer {
  return {
    startSpan: (...span) =>
      isMessageOfAnthropic(span[0]) ? startMessage(span) : tracer.startSpan(...span),
    startActiveSpan: tracer.startActiveSpan.bind(tracer),
  };
}
