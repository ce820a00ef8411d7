import { asRecord, asText, type AnyRecord } from "../read.js";

/** A span of the SDK, or what it hands on as one. */
export interface AgentSpan {
  readonly id: string;
  readonly traceId: string;
  readonly parentId: string;
  /** Read when it is needed: the SDK writes it until the span ends. */
  readonly source: object;
}

/** Where in a run of agents the running code is. */
export interface RunningPlace {
  readonly trace: object;
  readonly traceId: string;
  /** From the inside to the outside, as far as the SDK remembers. */
  readonly spans: readonly AgentSpan[];
}

/** What the SDK gives instead of traces and spans where tracing is disabled. */
const noId = "no-op";

/** Undefined for a span that records nothing. */
export function readSpan(source: unknown): AgentSpan | undefined {
  if (typeof source !== "object" || source === null) return undefined;
  const { spanId, traceId, parentId } = asRecord(source);
  const [id, trace] = [asText(spanId), asText(traceId)];
  if (id === "" || id === noId || trace === "" || trace === noId) return undefined;
  return { id, traceId: trace, parentId: asText(parentId), source };
}

export function readTraceId(trace: unknown): string | undefined {
  const id = asText(asRecord(trace)["traceId"]);
  return id === "" || id === noId ? undefined : id;
}

/** The SDK keeps the place of the running code in a storage of its own, one for all its copies. */
const storageKey = Symbol.for("openai.agents.core.asyncLocalStorage");

export function readRunningPlace(): RunningPlace | undefined {
  const { active, trace, span, previousSpan } = readStore();
  const traceId = active === true ? readTraceId(trace) : undefined;
  if (traceId === undefined) return undefined;
  const spans: AgentSpan[] = [];
  for (let next = span ?? previousSpan; next !== undefined && spans.length < maxDepth;) {
    const read = readSpan(next);
    if (read !== undefined) spans.push(read);
    next = asRecord(next)["previousSpan"];
  }
  return { trace: asRecord(trace), traceId, spans };
}

/** Only the innermost can be unknown yet: those that began in the same turn. */
const maxDepth = 8;

/**
 * Of a trace whose function has thrown the SDK does not tell the end. It only marks the place of its code as left: `onLeft`
 * is called then, and for every other trace after its end.
 */
export function watchTrace(trace: object, onLeft: () => void): void {
  const place = readStore();
  if (place["trace"] !== trace || place["active"] !== true) return;
  let active: unknown = true;
  // Where another processor watches, too.
  const other = Object.getOwnPropertyDescriptor(place, "active");
  Object.defineProperty(place, "active", {
    configurable: true,
    enumerable: true,
    get: () => active,
    set: (value: unknown) => {
      active = value;
      other?.set?.call(place, value);
      if (value !== false) return;
      try {
        onLeft();
      } catch {
        // The SDK goes on, whatever became of the record.
      }
    },
  });
}

function readStore(): AnyRecord {
  const storage: unknown = Reflect.get(globalThis, storageKey);
  const { getStore } = asRecord(storage);
  return typeof getStore === "function" ? asRecord(Reflect.apply(getStore, storage, [])) : {};
}
