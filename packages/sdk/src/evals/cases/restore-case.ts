import { bucketAttribute, eventAttribute } from "@honeyhive/contract";

import { applyOutputs } from "../../enrich/enrichment.js";
import { startSpan } from "../../otel/start-span.js";
import { activeContext } from "../../scope/active-scope.js";
import { setPayloadEntries } from "../../wrap/payload.js";
import { recordError } from "../../wrap/record-error.js";
import { instrumentationScope } from "../../wrap/wrap-function.js";
import { keyOfCase } from "../journal/journal-lines.js";
import type { ResolvedEvaluation } from "../resolve-evaluation.js";
import type { OpenRun } from "../runs/open-run.js";
import type { CaseResult } from "../types.js";
import { recordEnd, tellSession } from "./run-case.js";
import type { RunningCase } from "./running-case.js";

/** Sends what the journal knows of cases that ended in a killed process and never arrived. */
export async function restoreCases(
  { cases, functionName }: Pick<ResolvedEvaluation, "cases" | "functionName">,
  run: OpenRun,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (run.undelivered.size === 0) return;
  for (const evaluationCase of cases) {
    const earlier = run.recorded?.cases.get(keyOfCase(evaluationCase.id, evaluationCase.trial));
    if (earlier === undefined || !run.undelivered.has(earlier.sessionId)) continue;
    await run.owner.core.pipeline.waitForRoom(signal);
    restoreCase({ evaluationCase, tracer: run.tracerFor(evaluationCase) }, functionName, earlier);
  }
}

const restored = bucketAttribute("metadata", "restored");

/** The case's session and its own span, which says that it is restored: what happened inside of it is lost. */
function restoreCase(
  { evaluationCase, tracer }: Pick<RunningCase, "evaluationCase" | "tracer">,
  functionName: string,
  earlier: CaseResult,
): void {
  const { core } = tracer;
  if (!core.isEnabled) return;
  const { durationMs, outputs, error, attempts, cachedCalls } = earlier;
  const span = startSpan({
    core,
    name: functionName,
    options: { startTime: core.runtime.clock.now() - durationMs },
    context: activeContext(),
    instrumentationScope,
  });
  span.setAttribute(eventAttribute.type, "chain");
  span.setAttribute(eventAttribute.name, functionName);
  setPayloadEntries(span, "inputs", evaluationCase.inputs);
  if (outputs !== undefined) applyOutputs(span, outputs);
  if (error !== undefined) recordError(span, { name: "Error", message: error });
  span.setAttribute(restored, true);
  const cache = cachedCalls === undefined ? undefined : { hits: cachedCalls };
  recordEnd(span, { evaluationCase, meter: { attempts }, cache }, earlier);
  span.end();
  tellSession({ evaluationCase, tracer }, earlier);
}
