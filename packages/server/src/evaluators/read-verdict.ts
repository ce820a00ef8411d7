import type { MetricContent } from "@honeyhive/contract";

import { parseJsonObject } from "../lib/json.js";

const inBrackets = /\[\[([^[\]]*)\]\]/g;

/** Whether a prompt says how to answer in HoneyHive's way: `Rating: [[X]]`. */
export function asksForBrackets(prompt: string): boolean {
  return prompt.search(inBrackets) !== -1;
}

/**
 * What a model said, as an evaluator gives it: the JSON object that it was asked for, the value in the last pair of
 * `[[` and `]]` with what stands before it, or the value alone.
 */
export function readVerdict({ return_type }: MetricContent, text: string): unknown {
  const json = parseJsonObject(/\{[\s\S]*\}/.exec(text)?.[0] ?? "");
  if (json !== undefined && ("result" in json || "score" in json)) return json;
  const last = [...text.matchAll(inBrackets)].at(-1);
  if (last === undefined) return json ?? toValue(return_type, text.trim());
  const [, value = ""] = last;
  const result = toValue(return_type, value.trim());
  const explanation = text
    .slice(0, last.index)
    // What introduces the value, such as "Rating: ".
    .replace(/(?:^|\n)[^\n:]*:\s*$/, "")
    .replace(/^\s*explanation:/i, "")
    .trim();
  return explanation === "" ? result : { result, explanation };
}

/** The text itself where it is not what the metric returns: that is said with it. */
function toValue(type: MetricContent["return_type"], text: string): unknown {
  if (type === "float") {
    const number = Number(text.replace(/\.$/, ""));
    return text === "" || Number.isNaN(number) ? text : number;
  }
  if (type === "boolean" && /^(?:true|yes)\.?$/i.test(text)) return true;
  if (type === "boolean" && /^(?:false|no)\.?$/i.test(text)) return false;
  return text;
}
