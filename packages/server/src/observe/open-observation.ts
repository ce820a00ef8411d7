import type { ServerLogger } from "./logger.js";
import { OwnTraces } from "./own-traces.js";
import { ServerMetrics } from "./server-metrics.js";

interface ObservationOptions {
  /** Empty where nobody wants the server's own traces. */
  readonly tracesEndpoint: string;
  readonly tracesHeaders: Readonly<Record<string, string>>;
  readonly logger: ServerLogger;
}

export interface Observation {
  readonly metrics: ServerMetrics;
  /** Undefined unless somebody wants them. */
  readonly traces: OwnTraces | undefined;
}

/** What one server tells about itself. */
export function openObservation({
  tracesEndpoint,
  tracesHeaders,
  logger,
}: ObservationOptions): Observation {
  const metrics = new ServerMetrics();
  if (tracesEndpoint === "") return { metrics, traces: undefined };
  const traces = new OwnTraces({
    endpoint: tracesEndpoint,
    headers: tracesHeaders,
    onFailure: (reason, lostSpans) => {
      metrics.ownSpansLost(lostSpans);
      logger.debug("Spans of the server itself could not be sent.", { reason, lostSpans });
    },
  });
  return { metrics, traces };
}
