import type { EventType, JsonObject } from "@honeyhive/contract";

import { applyEnrichment, type Enrichment } from "../enrich/enrichment.js";
import { beginOperation } from "../operations/open-span.js";
import { frameOf, type TracedSpan } from "../core/scope.js";
import { processState } from "../core/process-state.js";
import { activeContext, currentScope } from "../scope/active-scope.js";
import type { TracerCore } from "../core/tracer-core.js";
import { ignoreItems, type OutputCollector } from "../wrap/output-collector.js";
import type { Completion } from "../wrap/completion.js";
import { isResponsePair } from "../wrap/follow-result.js";
import { describeError } from "../lib/describe-error.js";
import { recordError } from "../core/record-error.js";
import { runFollowed } from "../wrap/run-traced.js";
import { currentCore } from "../scope/current-core.js";

/** What a call of a client library is, in HoneyHive's words. */
export interface CallDescription {
  readonly name: string;
  readonly eventType: EventType;
  readonly inputs: JsonObject;
  readonly config: JsonObject;
  /** What the call came to. A stream gives what `createCollector` made of it. */
  readonly summarise: (result: unknown) => Enrichment;
  readonly createCollector?: () => OutputCollector;
}

/** Runs `call` once, as an event of the tracer that is active here. What cannot be described is not recorded. */
export function traceCall<Result>(
  core: TracerCore | undefined,
  describe: () => CallDescription,
  call: () => Result,
): Result {
  const active = core ?? currentCore();
  if (active === undefined || !active.isEnabled) {
    processState.passedThrough++;
    return call();
  }
  if (isRecorded(active, describe)) return call();
  const completion = begin(active, describe);
  return completion === undefined
    ? call()
    : runFollowed(completion.span, activeContext(), completion, call);
}

/** Whether the call is made inside of a library's span that stands for it. Then that is told of it. */
function isRecorded(core: TracerCore, describe: () => CallDescription): boolean {
  const span = frameOf(core, currentScope())?.span;
  const tell = span === undefined ? undefined : processState.modelSpans.get(span);
  if (tell === undefined) return false;
  try {
    tell(describe());
  } catch {
    // The library says itself what it asked.
  }
  return true;
}

function begin(core: TracerCore, describe: () => CallDescription): DescribedCompletion | undefined {
  try {
    const description = describe();
    const { name, eventType, inputs, config } = description;
    return new DescribedCompletion(
      beginOperation(core, name, { eventType, inputs, config }),
      description,
    );
  } catch (error) {
    core.logger.warnOnce(
      "trace-failed",
      `A call could not be traced: ${describeError(error).message}`,
    );
    return undefined;
  }
}

class DescribedCompletion implements Completion {
  readonly span: TracedSpan;
  readonly createCollector: () => OutputCollector;
  private readonly summarise: CallDescription["summarise"];
  isDone = false;

  constructor(span: TracedSpan, { summarise, createCollector }: CallDescription) {
    this.span = span;
    this.summarise = summarise;
    this.createCollector = createCollector ?? ignoreItems;
  }

  onValue(value: unknown): void {
    if (this.isDone) return;
    this.isDone = true;
    try {
      applyEnrichment(this.span, this.summarise(isResponsePair(value) ? value.data : value));
    } catch {
      // An answer of a shape that nobody knows: the call is recorded without it.
    }
    this.span.end();
  }

  onError(error: unknown): void {
    if (this.isDone) return;
    this.isDone = true;
    recordError(this.span, error);
    this.span.end();
  }
}
