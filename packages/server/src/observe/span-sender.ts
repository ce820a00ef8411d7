import { version } from "../version.js";

export interface FinishedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** 2 is a server's, 3 a client's. */
  readonly kind: 2 | 3;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly hasFailed: boolean;
}

export interface SpanSenderOptions {
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly onFailure: (reason: string, lostSpans: number) => void;
}

const maxWaiting = 5000;
const batchSize = 500;
const intervalMs = 2000;
const timeoutMs = 5000;

/** Sends spans as OTLP/JSON, some at a time. What cannot be sent is lost and reported: it is never in the way. */
export class SpanSender {
  readonly #options: SpanSenderOptions;
  #waiting: FinishedSpan[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(options: SpanSenderOptions) {
    this.#options = options;
  }

  add(span: FinishedSpan): void {
    if (this.#waiting.length >= maxWaiting) {
      this.#options.onFailure("too many spans wait to be sent", 1);
      return;
    }
    this.#waiting.push(span);
    this.#timer ??= setTimeout(() => this.#flush(), intervalMs).unref();
  }

  async close(): Promise<void> {
    this.#flush();
    await this.#sending;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let start = 0; start < waiting.length; start += batchSize) {
      const batch = waiting.slice(start, start + batchSize);
      this.#sending = this.#sending.then(() => this.#send(batch));
    }
  }

  async #send(spans: readonly FinishedSpan[]): Promise<void> {
    const { endpoint, headers, onFailure } = this.#options;
    try {
      const response = await fetch(endpoint, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(toOtlp(spans)),
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.arrayBuffer();
      if (!response.ok) onFailure(`status ${response.status}`, spans.length);
    } catch (error) {
      onFailure(error instanceof Error ? error.message : String(error), spans.length);
    }
  }
}

function toOtlp(spans: readonly FinishedSpan[]): object {
  const resource = { "service.name": "honeyhive-server", "service.version": version };
  const scope = { name: "@honeyhive/server", version };
  return {
    resourceSpans: [
      {
        resource: { attributes: toAttributes(resource) },
        scopeSpans: [{ scope, spans: spans.map(toOtlpSpan) }],
      },
    ],
  };
}

function toOtlpSpan(span: FinishedSpan): object {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId === undefined ? {} : { parentSpanId: span.parentSpanId }),
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: toNanoseconds(span.startMs),
    endTimeUnixNano: toNanoseconds(span.endMs),
    attributes: toAttributes(span.attributes),
    status: { code: span.hasFailed ? 2 : 0 },
  };
}

function toAttributes(values: FinishedSpan["attributes"]): object[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === "string" ? { stringValue: value } : { intValue: String(value) },
  }));
}

function toNanoseconds(milliseconds: number): string {
  return `${BigInt(Math.round(milliseconds * 1000)) * 1000n}`;
}
