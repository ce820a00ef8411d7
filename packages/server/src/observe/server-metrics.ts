import { Counter, Gauge, Histogram, renderMetrics, type Metric } from "./open-metrics.js";
import type { ProcessStatistics } from "./process-statistics.js";

export interface AnsweredRequest {
  readonly method: string;
  /** The pattern of the route, so that ids make no series of their own. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** What is read when somebody asks for the metrics. */
export interface MetricSources {
  readonly queuedBytes: () => number;
  readonly readingBytes: () => number;
  readonly storeIsReady: () => boolean;
  readonly storeIsFull: () => boolean;
  readonly process: ProcessStatistics;
  /** Of a server with one. */
  readonly certificateEndSeconds?: () => number;
}

const secondsLimits = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The figures of one server. */
export class ServerMetrics {
  readonly #metrics: Metric[] = [];
  readonly #requests = this.#counter("http_requests", "Requests answered.");
  readonly #refusedRequests = this.#counter(
    "refused_requests",
    "Requests and gRPC calls that were refused for being too many at once.",
  );
  readonly #requestSeconds = this.#histogram("http_request_seconds", "From request to answer.");
  readonly #storedEvents = this.#total("ingest_events", "Events stored, sessions included.");
  readonly #storedBytes = this.#total("ingest_bytes", "Bytes of the rows of stored events.");
  readonly #rejectedSpans = this.#total(
    "ingest_rejected_spans",
    "Spans that were no valid OTLP, as the sender was told.",
  );
  readonly #rejectedLogs = this.#total(
    "ingest_rejected_logs",
    "Logs that were no messages of a span and are not kept, as the sender was told.",
  );
  readonly #rejectedDataPoints = this.#total(
    "ingest_rejected_data_points",
    "Data points of OpenTelemetry's metrics, which are not kept, as the sender was told.",
  );
  readonly #droppedMedia = this.#total(
    "ingest_dropped_media",
    "Images and files of events that were too large to be kept; their hash and size are.",
  );
  readonly #storeSeconds = this.#histogram("store_seconds", "Time that the store took to answer.");
  readonly #storeErrors = this.#counter("store_errors", "Failures of the store.");
  readonly #hostRestarts = this.#total(
    "store_host_restarts",
    "Times that the process of the embedded store ended and was started again.",
  );

  readonly #onlineEvaluations = this.#counter(
    "online_evaluations",
    "Events that a metric was run on as they came, by what came of it.",
  );
  readonly #lostSpans = this.#total(
    "own_spans_lost",
    "Spans of the server itself that could not be sent to `tracesEndpoint`.",
  );

  /** The text of `/metrics`. */
  render(): string {
    return renderMetrics(this.#metrics);
  }

  requestAnswered({ method, route, status, seconds }: AnsweredRequest): void {
    this.#requests.add(1, { method, route, status });
    this.#requestSeconds.observe(seconds, { method, route });
  }

  requestRefused(code: "RATE_LIMITED" | "OVERLOADED"): void {
    this.#refusedRequests.add(1, { code });
  }

  eventsStored(count: number, sizeBytes: number): void {
    this.#storedEvents.add(count);
    this.#storedBytes.add(sizeBytes);
  }

  spansRejected(count: number): void {
    this.#rejectedSpans.add(count);
  }

  logsRejected(count: number): void {
    this.#rejectedLogs.add(count);
  }

  dataPointsRejected(count: number): void {
    this.#rejectedDataPoints.add(count);
  }

  mediaDropped(count: number): void {
    this.#droppedMedia.add(count);
  }

  storeAnswered(operation: string, seconds: number): void {
    this.#storeSeconds.observe(seconds, { operation });
  }

  storeFailed(operation: string, code: string): void {
    this.#storeErrors.add(1, { operation, code });
  }

  onlineEvaluated(outcome: "scored" | "failed"): void {
    this.#onlineEvaluations.add(1, { outcome });
  }

  ownSpansLost(count: number): void {
    this.#lostSpans.add(count);
  }

  storeHostRestarted(): void {
    this.#hostRestarts.add(1);
  }

  watch(sources: MetricSources): void {
    const { queuedBytes, readingBytes, storeIsReady, storeIsFull, process } = sources;
    this.#gauge("queue_bytes", "Bytes of events that wait to be stored.", queuedBytes);
    this.#gauge("reading_bytes", "Bytes of requests that are being read.", readingBytes);
    this.#gauge("store_ready", "1 while the store takes requests.", () => Number(storeIsReady()));
    this.#gauge("store_full", "1 while its disk is full.", () => Number(storeIsFull()));
    this.#gauge("process_resident_memory_bytes", "Resident memory.", process.residentBytes);
    this.#gauge("process_heap_used_bytes", "JavaScript heap in use.", process.heapUsedBytes);
    this.#gauge("process_cpu_seconds", "CPU time, user and system.", process.cpuSeconds);
    this.#gauge("process_uptime_seconds", "Time since the process started.", process.uptimeSeconds);
    if (sources.certificateEndSeconds !== undefined) {
      const help = "When the certificate in use expires, in seconds since 1970.";
      this.#gauge("certificate_expiry_timestamp_seconds", help, sources.certificateEndSeconds);
    }
    const help = "Delay of the event loop since the last time that it was asked for.";
    const readDelay = () =>
      Object.entries(process.takeLoopDelaySeconds()).map(
        ([statistic, seconds]: [string, number]) => [{ statistic }, seconds] as const,
      );
    this.#metrics.push(new Gauge("honeyhive_event_loop_delay_seconds", help, readDelay));
  }

  /** One without labels is there from the start: whoever watches it sees the first time that it counts. */
  #total(name: string, help: string): Counter {
    const counter = this.#counter(name, help);
    counter.add(0);
    return counter;
  }

  #counter(name: string, help: string): Counter {
    const counter = new Counter(`honeyhive_${name}`, help);
    this.#metrics.push(counter);
    return counter;
  }

  #histogram(name: string, help: string): Histogram {
    const histogram = new Histogram(`honeyhive_${name}`, help, secondsLimits);
    this.#metrics.push(histogram);
    return histogram;
  }

  #gauge(name: string, help: string, read: () => number): void {
    this.#metrics.push(new Gauge(`honeyhive_${name}`, help, () => [[{}, read()]]));
  }
}
