import { toFaithfulJson } from "../../lib/faithful-json.js";
import { serialise } from "../../lib/serialise.js";
import type { CaseResult } from "../types/case-result.js";

const maxOutputLength = 1_000_000;

/** A result as one line of JSON. Never throws: what is no JSON is kept as traces keep it. */
export function caseToJson({ outputs, ...rest }: CaseResult): string {
  const result = JSON.stringify(rest);
  // Outputs may be anything: cycles, bigints, maps, getters that throw.
  return outputs === undefined
    ? result
    : `${result.slice(0, -1)},"outputs":${toFaithfulJson(outputs) ?? serialise(outputs, maxOutputLength).text}}`;
}
