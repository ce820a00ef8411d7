import type { Event, RunMetricResponse } from "@honeyhive/contract";

import type { EvaluatorAnswer } from "../evaluators/evaluator-runner.js";

export interface Score {
  readonly event: Event;
  readonly result: RunMetricResponse;
}

export interface Settled {
  readonly scores: readonly Score[];
  /** Why some events have to wait; undefined where none does. */
  readonly heldUp: string | undefined;
}

/** Looks at an event that is refused while others are taken. */
const maxAttempts = 3;

/**
 * What came of events. Those that could not be asked about wait, but for one that was refused time and again while others
 * were taken: it has failed.
 *
 * @param attempts by event, how often it was refused so; kept from batch to batch
 */
export function settleAnswers(
  events: readonly Event[],
  answers: readonly EvaluatorAnswer[],
  attempts: Map<string, number>,
): Settled {
  const isAnswering = answers.some(({ kind }) => kind === "result");
  const scores: Score[] = [];
  let heldUp: string | undefined;
  for (const [index, answer] of answers.entries()) {
    const event = events[index];
    if (event === undefined) continue;
    const { event_id: id } = event;
    if (answer.kind === "unavailable" && isAnswering) attempts.set(id, (attempts.get(id) ?? 0) + 1);
    const isRefused = (attempts.get(id) ?? 0) >= maxAttempts;
    if (answer.kind === "unavailable" && !isRefused) {
      heldUp = answer.reason;
      continue;
    }
    attempts.delete(id);
    scores.push({ event, result: answer.kind === "result" ? answer.result : toFailure(answer) });
  }
  return { scores, heldUp };
}

function toFailure({ reason }: { readonly reason: string }): RunMetricResponse {
  return { success: false, loading: false, result: null, explanation: reason };
}
