import { bucketAttribute, eventAttribute } from "@honeyhive/contract";

import { applyOutputs } from "../../enrich/enrichment.js";
import { createLogger } from "../../lib/logger.js";
import { startSpan } from "../../otel/start-span.js";
import { activeContext } from "../../scope/active-scope.js";
import { setPayloadEntries } from "../../core/payload.js";
import { recordError } from "../../core/record-error.js";
import { instrumentationScope } from "../../core/instrumentation-scope.js";
import { keyOfCase } from "../journal/journal-lines.js";
import { findKeptSpans } from "../journal/kept-spans.js";
import { listSpanFiles } from "../journal/span-journal.js";
import type { ResolvedEvaluation } from "../types/resolved-evaluation.js";
import type { OpenRun } from "../runs/open-run.js";
import type { RestoredCases } from "../types/evaluation-result.js";
import type { CaseResult } from "../types/case-result.js";
import { recordEnd, tellSession } from "./run-case.js";
import type { RunningCase } from "./running-case.js";

/**
 * Sends what is known of cases that ended in a killed process and never arrived: their spans and what was added to their
 * sessions, where it kept them.
 */
export async function restoreCases(
  { cases, functionName }: Pick<ResolvedEvaluation, "cases" | "functionName">,
  run: OpenRun,
  signal: AbortSignal | undefined,
): Promise<RestoredCases | undefined> {
  const { undelivered, recorded, record } = run;
  const { pipeline } = run.owner.core;
  // What was kept waits for a server.
  if (recorded === undefined || record.error !== undefined) return undefined;
  const all = new Set([...recorded.cases.values()].map(({ sessionId }) => sessionId));
  const kept = findKeptSpans(listSpanFiles(recorded.path), undelivered ?? all);
  let total = 0;
  for (const evaluationCase of cases) {
    const earlier = recorded.cases.get(keyOfCase(evaluationCase.id, evaluationCase.trial));
    if (earlier === undefined) continue;
    const { sessionId } = earlier;
    const updates = kept.updates.get(sessionId) ?? [];
    // Where the server does not say, it may lack what was kept.
    const isLost = (undelivered ?? kept.whole).has(sessionId);
    if (!isLost && updates.length === 0) continue;
    await pipeline.waitForRoom(signal);
    const restoring = { evaluationCase, tracer: run.tracerFor(evaluationCase) };
    if (isLost) total++;
    if (isLost && !kept.whole.has(sessionId)) sendCaseSpan(restoring, functionName, earlier);
    for (const update of updates) restoring.tracer.core.session.updateAgain(update);
    tellSession(restoring, earlier);
  }
  await kept.send(pipeline, signal);
  if (total === 0) return undefined;
  const restored = { total, withoutSpans: total - kept.whole.size };
  sayRestored(restored, recorded.cases.size);
  return restored;
}

function sayRestored({ total, withoutSpans }: RestoredCases, ended: number): void {
  const loss =
    withoutSpans === 0
      ? "They are sent now, with what happened inside of them."
      : `Their results are sent from the journal; what happened inside of ${withoutSpans} of them is lost.`;
  createLogger({ isVerbose: false }).warn(
    `${total} of ${ended} cases that had ended were not delivered before the run was interrupted. ${loss}`,
  );
}

const restoredKey = bucketAttribute("metadata", "restored");

/** The case's own span, which says that it is restored: what happened inside of it is lost. */
function sendCaseSpan(
  { evaluationCase, tracer }: Pick<RunningCase, "evaluationCase" | "tracer">,
  functionName: string,
  earlier: CaseResult,
): void {
  const { core } = tracer;
  if (!core.isEnabled) return;
  const { durationMs, outputs, error, cachedCalls: hits, cachedFunctionCalls } = earlier;
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
  span.setAttribute(restoredKey, true);
  const cache =
    hits === undefined ? undefined : { hits, functionCalls: { hits: cachedFunctionCalls ?? 0 } };
  recordEnd(span, { evaluationCase, isRepeated: false, meter: earlier, cache }, earlier);
  span.end();
}
