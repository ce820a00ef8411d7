import {
  SpanStatusCode,
  type Attributes,
  type AttributeValue,
  type Exception,
  type HrTime,
  type Link,
  type SpanContext,
  type SpanKind,
  type SpanStatus,
  type TimeInput,
} from "@opentelemetry/api";

import type { InstrumentationScope, SpanData, SpanEvent } from "../encode/span-data.js";
import { isSpanIds, type SpanIds } from "../encode/span-ids.js";
import { serialise, withoutQuotes } from "../lib/serialise.js";
import { finishSpan } from "./finish-span.js";
import { processState } from "./process-state.js";
import { nestScope, type Frame, type Scope, type TracedSpan } from "./scope.js";
import { readTime, toHrTime, type Clock } from "./clock.js";

/** Of names that are no text. */
const maxNameLength = 200;

const unset: SpanStatus = Object.freeze({ code: SpanStatusCode.UNSET });

export interface SpanOptions {
  readonly frame: Frame;
  readonly outer: Scope | undefined;
  readonly ids: SpanIds;
  /** Text when it is in another process. */
  readonly parent: SpanIds | SpanContext | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startMs: number;
  readonly links: readonly Link[];
  readonly instrumentationScope: InstrumentationScope;
  readonly clock: Clock;
  /** True for a request that is only recorded where something happens in it. */
  readonly waitsForOthers: boolean;
}

/**
 * A span of one tracer and one session. It implements OpenTelemetry's `Span` and has the shape of a `ReadableSpan`, so
 * that exporters and processors written for either major version can read it.
 */
export class HoneyHiveSpan implements TracedSpan {
  readonly scope: Scope;
  readonly kind: SpanKind;
  readonly ids: SpanIds;
  readonly instrumentationScope: InstrumentationScope;
  readonly attributes: Attributes = {};
  readonly links: Link[];
  status: SpanStatus = unset;
  name: string;
  ended = false;
  isLeftOut = false;
  droppedAttributesCount = 0;
  droppedEventsCount = 0;
  droppedLinksCount = 0;
  private readonly parent: SpanIds | SpanContext | undefined;
  private readonly spanEvents: SpanEvent[] = [];
  private readonly clock: Clock;
  private readonly waitsForOthers: boolean;
  private readonly startMs: number;
  private endMs: number;
  private hasEndTime = false;
  private holds = 0;
  private attributeCount = 0;

  constructor(options: SpanOptions) {
    const { core, session } = options.frame;
    this.scope = nestScope({ core, session, span: this }, options.outer);
    this.ids = options.ids;
    this.parent = options.parent;
    this.name = toName(options.name);
    this.kind = options.kind;
    this.startMs = options.startMs;
    this.endMs = options.startMs;
    const { maxLinks } = options.frame.core.limits;
    this.links = options.links.length === 0 ? [] : options.links.slice(0, maxLinks);
    this.droppedLinksCount = options.links.length - this.links.length;
    this.instrumentationScope = options.instrumentationScope;
    this.clock = options.clock;
    this.waitsForOthers = options.waitsForOthers;
  }

  spanContext(): SpanContext {
    const context = this.ids.toContext();
    processState.spans.set(context, this);
    return context;
  }

  get parentSpanContext(): SpanContext | undefined {
    const { parent } = this;
    return parent !== undefined && isSpanIds(parent) ? parent.toContext() : parent;
  }

  setAttribute(key: string, value: AttributeValue): this {
    if (this.ended || value === undefined || value === null || key === "") return this;
    // What is found is own or inherited; what is not found is new, which is the usual case.
    if (this.attributes[key] === undefined || !Object.hasOwn(this.attributes, key)) {
      if (this.attributeCount >= this.scope.core.limits.maxAttributes) {
        this.droppedAttributesCount++;
        return this;
      }
      this.attributeCount++;
    }
    this.attributes[key] = Array.isArray(value) ? value.slice() : value;
    return this;
  }

  setAttributes(attributes: Attributes): this {
    // Instrumentations in JavaScript give nothing as `null`, too.
    for (const [key, value] of Object.entries(attributes ?? {})) {
      if (value !== undefined) this.setAttribute(key, value);
    }
    return this;
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (this.ended) return this;
    if (this.spanEvents.length >= this.scope.core.limits.maxEvents) {
      this.droppedEventsCount++;
      return this;
    }
    const isTime = isTimeInput(attributesOrTime);
    const timeInput = isTime ? attributesOrTime : time;
    this.spanEvents.push({
      name: toName(name),
      attributes: isTime ? {} : { ...attributesOrTime },
      timeMs: readTime(timeInput, this.clock),
    });
    return this;
  }

  addLink(link: Link): this {
    if (this.ended) return this;
    if (this.links.length < this.scope.core.limits.maxLinks) this.links.push(link);
    else this.droppedLinksCount++;
    return this;
  }

  addLinks(links: Link[]): this {
    for (const link of links) this.addLink(link);
    return this;
  }

  /** As the specification says: `Ok` is final, and only an error carries a message. */
  setStatus(status: SpanStatus): this {
    if (this.ended || status.code === SpanStatusCode.UNSET) return this;
    if (this.status.code === SpanStatusCode.OK) return this;
    const message = status.code === SpanStatusCode.ERROR ? status.message : undefined;
    this.status = message === undefined ? { code: status.code } : { code: status.code, message };
    return this;
  }

  updateName(name: string): this {
    if (!this.ended) this.name = toName(name);
    return this;
  }

  end(endTime?: TimeInput): void {
    if (this.hasEndTime) return;
    this.hasEndTime = true;
    this.endMs = Math.max(this.startMs, readTime(endTime, this.clock));
    this.finishUnlessHeld();
  }

  holdOpen(): () => void {
    this.holds++;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.holds--;
      this.finishUnlessHeld();
    };
  }

  private finishUnlessHeld(): void {
    if (this.ended || this.holds > 0 || !this.hasEndTime) return;
    this.ended = true;
    const { core, session } = this.scope;
    this.isLeftOut = this.waitsForOthers && !session.isUsed;
    if (this.isLeftOut) {
      core.filteredSpans++;
      return;
    }
    finishSpan(core, session, {
      data: this.toData(),
      instrumentationScope: this.instrumentationScope,
      identity: session.identity,
      resource: core.resource,
    });
  }

  isRecording(): boolean {
    return !this.ended;
  }

  recordException(exception: Exception, time?: TimeInput): void {
    const attributes: Attributes = {};
    if (typeof exception === "string") {
      attributes["exception.message"] = exception;
    } else if (isSomething(exception)) {
      if (exception.name) attributes["exception.type"] = exception.name;
      if (exception.message) attributes["exception.message"] = exception.message;
      if (exception.stack) attributes["exception.stacktrace"] = exception.stack;
    }
    if (Object.keys(attributes).length > 0) this.addEvent("exception", attributes, time);
  }

  get startTime(): HrTime {
    return toHrTime(this.startMs);
  }

  get endTime(): HrTime {
    return toHrTime(this.endMs);
  }

  get duration(): HrTime {
    return toHrTime(this.endMs - this.startMs);
  }

  get events(): { name: string; time: HrTime; attributes: Attributes }[] {
    return this.spanEvents.map(({ name, timeMs, attributes }) => ({
      name,
      attributes,
      time: toHrTime(timeMs),
    }));
  }

  get resource(): { readonly attributes: Readonly<Attributes> } {
    return { attributes: this.scope.core.resource };
  }

  private toData(): SpanData {
    return {
      context: this.ids,
      parentSpanId: idsOf(this.parent),
      name: this.name,
      kind: this.kind,
      startMs: this.startMs,
      endMs: this.endMs,
      attributes: this.attributes,
      events: this.spanEvents,
      links: this.links,
      status: this.status,
      droppedAttributesCount: this.droppedAttributesCount,
      droppedEventsCount: this.droppedEventsCount,
      droppedLinksCount: this.droppedLinksCount,
    };
  }
}

function idsOf(parent: SpanIds | SpanContext | undefined): SpanIds | string | undefined {
  return parent === undefined || isSpanIds(parent) ? parent : parent.spanId;
}

function isTimeInput(value: Attributes | TimeInput | undefined): value is TimeInput {
  return typeof value === "number" || value instanceof Date || Array.isArray(value);
}

/** Names that are no text would cost the span: nothing could be made of it when it is sent. */
function toName(name: unknown): string {
  return typeof name === "string" ? name : withoutQuotes(serialise(name, maxNameLength).text);
}

/** What is thrown and handed on may be nothing, whatever its type says. */
function isSomething(exception: Exception | null | undefined): exception is Exception {
  return exception !== null && exception !== undefined;
}
