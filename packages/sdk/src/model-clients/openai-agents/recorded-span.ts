import type { ModelRequest } from "../../core/process-state.js";
import type { Scope, TracedSpan } from "../../core/scope.js";
import { recordError } from "../../core/record-error.js";
import { applyEnrichment, type Enrichment } from "../../enrich/enrichment.js";
import { asRecord, asText, compact, type AnyRecord } from "../read.js";
import type { SpanKind } from "./describe-span.js";

interface Place {
  readonly span: TracedSpan;
  readonly kind: SpanKind;
  /** The scope of the code that started it, whatever libraries say. */
  readonly base: Scope | undefined;
  readonly parent: RecordedSpan | undefined;
  /** The SDK's own span, or its trace. */
  readonly source: object;
}

/** A span of the SDK, and the one that records it. */
export class RecordedSpan {
  readonly span: TracedSpan;
  readonly kind: SpanKind;
  readonly base: Scope | undefined;
  readonly parent: RecordedSpan | undefined;
  source: object;
  /** What the model's client was asked, where that is recorded, too. */
  request: ModelRequest | undefined;
  private failure: string | undefined;
  /** What failed last directly below it. */
  private failureInside: string | undefined;
  /** What its models were asked first, and answered last. */
  private inputs: unknown;
  private outputs: AnyRecord | undefined;

  constructor({ span, kind, base, parent, source }: Place) {
    this.span = span;
    this.kind = kind;
    this.base = base;
    this.parent = parent;
    this.source = source;
  }

  /** When the SDK has ended it. */
  get endedAt(): string {
    return asText(asRecord(this.source)["endedAt"]);
  }

  conclude(): void {
    const { spanData, error } = asRecord(this.source);
    this.failure ??= textOf(error);
    if (this.failure !== undefined && this.parent !== undefined) {
      this.parent.failureInside = this.failure;
      if (!this.isOwnSpan) this.parent.failure = this.failure;
    }
    // The run of a trace is over with it.
    if (!this.isOwnSpan) return;
    this.add(this.describe(asRecord(spanData)));
    if (this.failure !== undefined)
      recordError(this.span, { name: "Error", message: this.failure });
    this.span.end(lateTime(this.endedAt, this.span));
  }

  /** Of a trace whose code has thrown. */
  fail(): void {
    this.failure ??= this.failureInside ?? "The code of the trace has thrown.";
  }

  /** Of what is left before its end. */
  leave(): void {
    if (!this.isOwnSpan) return;
    this.add({ metadata: { aborted: true } });
    this.span.end();
  }

  private describe(data: AnyRecord): Enrichment {
    try {
      const outcome = this.kind.describe(data);
      return this.kind.eventType === "model" ? this.complete(outcome) : outcome;
    } catch {
      // Data of a shape that nobody knows: the span is recorded without it.
      return {};
    }
  }

  /** Of a call that fails the SDK mostly does not tell what was asked; of a stream that is left nothing else. */
  private complete(outcome: Enrichment): Enrichment {
    const { inputs, outputs, metadata } = outcome;
    if (this.failure !== undefined && this.failure !== failureWithoutData) {
      const { request } = this;
      return inputs === undefined && request !== undefined
        ? { ...outcome, inputs: request.inputs, config: request.config }
        : outcome;
    }
    return inputs === undefined || outputs !== undefined
      ? outcome
      : { ...outcome, metadata: { ...asRecord(metadata), aborted: true } };
  }

  private get isOwnSpan(): boolean {
    return this.span !== this.parent?.span;
  }

  private add(outcome: Enrichment): void {
    applyEnrichment(this.span, outcome);
    if (this.kind.eventType === "model") this.tellAbove(outcome);
    if (!this.kind.isRun) return;
    applyEnrichment(this.span, compact({ inputs: this.inputs, outputs: this.outputs }));
  }

  /** The SDK does not say what agents are asked and answer: their models do, but not those of their tools. */
  private tellAbove({ inputs, outputs }: Enrichment): void {
    const { role, content, tool_calls: calls } = asRecord(outputs);
    for (let above = this.parent; above?.kind.isApart === false; above = above.parent) {
      above.inputs ??= inputs;
      if (outputs !== undefined) above.outputs = compact({ role, content, tool_calls: calls });
    }
  }
}

/** What the SDK says where a run keeps its data to itself. */
const failureWithoutData = "Error getting response";

function textOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { message, data } = asRecord(error);
  const { error: cause, guardrail } = asRecord(data);
  const texts = [message, cause ?? guardrail].map(asText).filter((text) => text !== "");
  return texts.length === 0 ? "an error without a message" : texts.join(": ");
}

/** The SDK's times are whole milliseconds. */
const precisionMs = 2;

/** The time that the SDK says, where it has been some time since then; ours is finer. */
export function lateTime(iso: unknown, { scope }: Pick<TracedSpan, "scope">): number | undefined {
  const unixMs = Date.parse(asText(iso));
  return scope.core.runtime.clock.now() - unixMs > precisionMs ? unixMs : undefined;
}
