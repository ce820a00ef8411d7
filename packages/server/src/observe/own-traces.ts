import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";

import { SpanSender, type FinishedSpan } from "./span-sender.js";

export interface OwnTracesOptions {
  /** Where spans go, such as `http://localhost:4318/v1/traces`. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly onFailure: (reason: string, lostSpans: number) => void;
}

/** Marks what the server sends about itself: a request that carries it is not traced, here or elsewhere. */
export const ownTracesHeader = "x-honeyhive-own-traces";

interface ActiveSpan {
  readonly traceId: string;
  readonly spanId: string;
}

type Attributes = FinishedSpan["attributes"];

/** Traces of the server itself: a span for each request and one for each question to the store below it. */
export class OwnTraces {
  readonly #active = new AsyncLocalStorage<ActiveSpan>();
  readonly #sender: SpanSender;

  constructor({ endpoint, headers, onFailure }: OwnTracesOptions) {
    const marked = { ...headers, [ownTracesHeader]: "1" };
    this.#sender = new SpanSender({ endpoint, headers: marked, onFailure });
  }

  /** Runs the work of a request in a span, which goes on with the trace that the request names. */
  async request(
    headers: Headers,
    work: () => Promise<void>,
    describe: () => { name: string; attributes: Attributes; hasFailed: boolean },
  ): Promise<void> {
    if (headers.has(ownTracesHeader)) return work();
    const parent = /^00-([0-9a-f]{32})-([0-9a-f]{16})-/.exec(headers.get("traceparent") ?? "");
    const span = { traceId: parent?.[1] ?? newId(16), spanId: newId(8) };
    const startMs = Date.now();
    await this.#active.run(span, work);
    this.#sender.add({
      ...span,
      ...describe(),
      parentSpanId: parent?.[2],
      kind: 2,
      startMs,
      endMs: Date.now(),
    });
  }

  /** A span of work that has ended just now, below the request that it was done for. */
  child(name: string, seconds: number, hasFailed: boolean): void {
    const parent = this.#active.getStore();
    if (parent === undefined) return;
    const endMs = Date.now();
    this.#sender.add({
      traceId: parent.traceId,
      spanId: newId(8),
      parentSpanId: parent.spanId,
      name,
      kind: 3,
      startMs: endMs - seconds * 1000,
      endMs,
      attributes: { "db.system.name": "clickhouse" },
      hasFailed,
    });
  }

  /** Sends what is left. */
  close(): Promise<void> {
    return this.#sender.close();
  }
}

function newId(sizeBytes: number): string {
  return randomBytes(sizeBytes).toString("hex");
}
