import { bucketAttribute } from "@honeyhive/contract";
import type { Attributes } from "@opentelemetry/api";

import type { SpanObserver } from "../../core/tracer-core.js";
import type { FinishedSpan, SpanData } from "../../encode/span-data.js";
import type { CallCounts } from "../types/model-cache.js";
import type { ModelUsage } from "../types/model-usage.js";
import type { TracedEvent } from "../types/traced-event.js";
import { addUsage } from "../usage/add-usage.js";
import { CaseCalls } from "../usage/case-calls.js";
import type { PriceCall } from "../usage/price-calls.js";
import { readEvent } from "../usage/read-event.js";

const costAttribute = bucketAttribute("metadata", "cost");
const noCalls: CallCounts = { hits: 0, misses: 0, bypassed: 0 };

/** What the meters of a run have in common. */
export interface MeterRules {
  /** Of what is reported when the case has ended, such as by a call that timed out. */
  readonly onLateCost: (usd: number) => void;
  /** Of what is no amount of money. */
  readonly onWrongCost: (given: unknown) => void;
  readonly price: PriceCall;
}

/** A case that traces more is seen by evaluators in part: it would be held in memory until they have ended. */
const maxSpans = 10_000;

/** What one case has taken: calls, time and money. */
export class CaseMeter implements SpanObserver {
  /** Of the last call alone: waiting between calls is not the function's time. */
  durationMs = 0;
  attempts = 0;
  cost: number | undefined;
  /** Undefined while no call of a model was traced. */
  usage: ModelUsage | undefined;
  /** Counted up by who caches the case's model calls, if anybody does. */
  private readonly calls: CallCounts;
  private counted = noCalls;
  private costBefore = 0;
  private usageBefore: ModelUsage | undefined;
  private startedAt = 0;
  private readonly rules: MeterRules | undefined;
  private readonly traced = new CaseCalls();
  private readonly spans: SpanData[] = [];
  private isScoring = false;
  private hasEnded = false;
  /** Model calls of the function, not of its evaluators, that a cache answered. */
  cachedCalls = 0;

  constructor(calls: CallCounts = noCalls, rules?: MeterRules) {
    this.calls = calls;
    this.rules = rules;
  }

  /** Adds US dollars. What is no amount is said and not counted: a wrong report must not fail the case. */
  readonly addCost = (usd: number): void => {
    if (!Number.isFinite(usd) || usd < 0) this.rules?.onWrongCost(usd);
    else if (this.hasEnded) this.rules?.onLateCost(usd);
    else this.cost = (this.cost ?? 0) + usd;
  };

  /** Adds what a call of a model used, and its US dollars where they are known; the call's event says what we made of it. */
  onSpanEnd({ data }: FinishedSpan): Attributes | undefined {
    if (!this.isScoring && this.spans.length < maxSpans) this.spans.push(data);
    const call = this.traced.take(data);
    if (call === undefined) return undefined;
    if (!this.hasEnded) this.usage = addUsage(this.usage, { calls: 1, ...call });
    const usd = this.rules?.price(call);
    if (usd === undefined) return undefined;
    this.addCost(usd);
    return call.cost !== undefined || this.isCached() ? undefined : { [costAttribute]: usd };
  }

  /** Of the function, for evaluators. */
  readonly events = (): readonly TracedEvent[] =>
    this.spans.toSorted((a, b) => a.startMs - b.startMs).map(readEvent);

  /** What follows is of evaluators. */
  startScoring(): void {
    this.isScoring = true;
  }

  /** The case has its result. */
  end(): void {
    this.hasEnded = true;
    this.spans.length = 0;
  }

  /**
   * Ends a stretch of the case, such as its function. Where a cache answered all model calls of it, what was counted as
   * its cost and tokens has not been spent, and is taken back.
   */
  endStretch(): void {
    const isCached = this.isCached();
    if (isCached && this.cost !== undefined) this.cost = this.costBefore;
    if (isCached) this.usage = this.usageBefore;
    this.counted = { ...this.calls };
    this.costBefore = this.cost ?? 0;
    this.usageBefore = this.usage;
  }

  /** Whether a cache has answered all model calls of this stretch so far. */
  private isCached(): boolean {
    const { hits, misses, bypassed } = this.calls;
    return (
      hits > this.counted.hits && misses + bypassed === this.counted.misses + this.counted.bypassed
    );
  }

  startAttempt(): void {
    this.attempts++;
    this.spans.length = 0;
    this.startedAt = performance.now();
  }

  readonly endAttempt = (): void => {
    this.durationMs = performance.now() - this.startedAt;
  };
}
