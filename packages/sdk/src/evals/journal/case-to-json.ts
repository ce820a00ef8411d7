import { serialise } from "../../lib/serialise.js";
import type { CaseResult } from "../types/case-result.js";

const maxOutputLength = 1_000_000;

/** A result as one line of JSON. Never throws: what is no JSON is kept as traces keep it. */
export function caseToJson(result: CaseResult): string {
  try {
    return JSON.stringify(result);
  } catch {
    // Outputs may be anything: cycles, bigints, getters that throw.
    const { text } = serialise(result.outputs, maxOutputLength);
    return JSON.stringify({ ...result, outputs: parsed(text) });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Text that was cut is no JSON.
    return text;
  }
}
