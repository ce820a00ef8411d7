import type { Enrichment } from "../enrich/enrichment.js";
import { compact, type AnyRecord } from "./read.js";

interface Answered {
  readonly id: unknown;
  readonly model: unknown;
  /** As metadata. */
  readonly tokens: AnyRecord;
}

/** What a model answered: the first of its answers, and all of them where there are several. */
export function summariseAnswers(
  answers: readonly AnyRecord[],
  { id, model, tokens }: Answered,
): Enrichment {
  const [first = {}] = answers;
  return {
    outputs: answers.length > 1 ? { ...first, choices: answers } : first,
    metadata: {
      ...tokens,
      ...compact({
        response_id: id,
        response_model: model,
        finish_reason: first["finish_reason"],
      }),
    },
  };
}
