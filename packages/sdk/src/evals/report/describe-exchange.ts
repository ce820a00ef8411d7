import { cutPair, withoutColours } from "@honeyhive/contract";

import { serialise } from "../../lib/serialise.js";
import type { CaseResult } from "../types/case-result.js";
import { oneLine } from "./format.js";

const maxText = 60;
/** More is not read of a value. Where two that long begin to differ is for the other reports. */
const maxRead = 4000;

/**
 * What a case was asked, what came out and what was expected, on one line: `inputs {"n":2} · outputs 3 · expected "4"`. As
 * JSON: a number and its text are not the same.
 */
export function describeExchange({ inputs, outputs, groundTruth }: CaseResult): string {
  const [actual, expected] = cutPair([toText(outputs), toText(groundTruth)], maxText);
  return [
    `inputs ${oneLine(toText(inputs), maxText)}`,
    ...(outputs === undefined ? [] : [`outputs ${actual}`]),
    ...(groundTruth === undefined ? [] : [`expected ${expected}`]),
  ].join(" · ");
}

function toText(value: unknown): string {
  const start = typeof value === "string" ? value.slice(0, maxRead / 2) : value;
  const { text, isTruncated } = serialise(start, maxRead);
  const { _preview: preview } = (isTruncated ? JSON.parse(text) : {}) as { _preview?: string };
  return oneLine(withoutColours(preview ?? text), maxRead);
}
