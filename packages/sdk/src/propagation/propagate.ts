import { createTraceState, propagation, type SpanContext } from "@opentelemetry/api";

import { activeContext, currentScope, runInContext, runInScope } from "../scope/active-scope.js";
import { frameOf, nestScope } from "../core/scope.js";
import type { RunContext } from "../session/session-options.js";
import { runMetadata } from "../session/session-texts.js";
import type { TracerCore } from "../core/tracer-core.js";
import { describeError } from "../lib/describe-error.js";
import { formatBaggage, parseBaggage } from "./baggage-header.js";
import { readHeader, writeHeader, type Carrier } from "./carrier.js";
import { formatTraceparent, parseTraceparent } from "./traceparent.js";

/** What of a tracer's identity may leave the process: never the key, the project or anything of another tracer. */
const sessionKey = "session_id";
const sessionKeySpellings = [sessionKey, "honeyhive_session_id", "honeyhive.session_id"];

/**
 * Writes this tracer's place into a carrier: W3C `traceparent` and `tracestate` of its own active span, or of the remote
 * one that is continued here, and `baggage` with the session, the evaluation's ids and what the program put there with
 * `withBaggage`.
 */
export function inject<Target extends Carrier>(core: TracerCore, carrier: Target): Target {
  if (!core.isEnabled) return carrier;
  try {
    writePlace(core, carrier);
  } catch (error) {
    core.logger.warnOnce(
      "carrier-read-only",
      `Expected a carrier that can be written to, got ${describeError(error).message}. ` +
        "Give `inject` headers or an object of your own; nothing travels in this one.",
    );
  }
  return carrier;
}

function writePlace(core: TracerCore, carrier: Carrier): void {
  const frame = frameOf(core, currentScope());
  const parent = frame?.span?.spanContext() ?? frame?.remoteParent;
  const session = frame?.session ?? core.session;
  // Whoever continues it does not know its name: it must not be made of a span of theirs.
  void session.announce();
  if (parent !== undefined) {
    writeHeader(carrier, "traceparent", formatTraceparent(parent));
    const traceState = parent.traceState?.serialize();
    if (traceState) writeHeader(carrier, "tracestate", traceState);
  }
  const baggage = formatBaggage({
    ...readBaggage(),
    ...runMetadata(session.run),
    [sessionKey]: session.id,
  });
  writeHeader(carrier, "baggage", baggage);
}

/**
 * Runs `fn` as a continuation of what the carrier describes: same trace, same session, same evaluation. Identity is taken
 * from outside here and nowhere else, because the program asks for it. No carrier, as of a message without headers, is
 * one that says nothing.
 */
export function runWithCarrier<Result>(
  core: TracerCore,
  carrier: Carrier | null | undefined,
  fn: () => Result,
): Result {
  const { remoteParent, entries } = readPlace(core, carrier ?? {});
  const { run_id: runId, dataset_id: datasetId, datapoint_id: datapointId, ...rest } = entries;
  const sessionId = sessionKeySpellings.map((key) => rest[key]).find((id) => id !== undefined);
  for (const key of sessionKeySpellings) delete rest[key];
  const run: RunContext = { runId, datasetId, datapointId };
  const outer = currentScope();
  const session =
    sessionId === undefined
      ? (frameOf(core, outer)?.session ?? core.session)
      : core.session.continued(sessionId, run);
  const scope = nestScope({ core, session, span: undefined, remoteParent }, outer);
  return runInScope(scope, activeContext(), () => withBaggage(rest, fn));
}

interface Place {
  readonly remoteParent: SpanContext | undefined;
  readonly entries: Record<string, string>;
}

function readPlace(core: TracerCore, carrier: Carrier): Place {
  try {
    const entries = parseBaggage(readHeader(carrier, "baggage") ?? "");
    return { remoteParent: readRemoteParent(carrier), entries };
  } catch (error) {
    core.logger.warnOnce(
      "carrier-unreadable",
      `Expected a carrier with headers, got one that cannot be read (${describeError(error).message}). ` +
        "The code runs without it.",
    );
    return { remoteParent: undefined, entries: {} };
  }
}

/** A `tracestate` without a `traceparent` says nothing, as the specification has it. */
function readRemoteParent(carrier: Carrier): SpanContext | undefined {
  const parent = parseTraceparent(readHeader(carrier, "traceparent") ?? "");
  const traceState = readHeader(carrier, "tracestate");
  if (parent === undefined || traceState === undefined) return parent;
  return { ...parent, traceState: createTraceState(traceState) };
}

/** Runs `fn` with these entries in the context's baggage; `undefined` takes an entry out. */
export function withBaggage<Result>(
  entries: Readonly<Record<string, string | undefined>>,
  fn: () => Result,
): Result {
  const context = activeContext();
  let baggage = propagation.getBaggage(context) ?? propagation.createBaggage();
  for (const [key, value] of Object.entries(entries)) {
    baggage = value === undefined ? baggage.removeEntry(key) : baggage.setEntry(key, { value });
  }
  return runInContext(propagation.setBaggage(context, baggage), fn);
}

/** The entries of the context's baggage. */
export function readBaggage(): Record<string, string> {
  const entries = propagation.getBaggage(activeContext())?.getAllEntries() ?? [];
  return Object.fromEntries(entries.map(([key, { value }]) => [key, value]));
}
