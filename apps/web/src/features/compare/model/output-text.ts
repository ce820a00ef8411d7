import type { DatapointResult } from "@honeyhive/contract";

/** The outputs of a case as text to compare: a lone text as it is, anything else as indented JSON. */
export function outputText(result: Pick<DatapointResult, "outputs"> | undefined): string {
  if (result === undefined) return "";
  const values = Object.values(result.outputs);
  const [only] = values;
  if (values.length === 0) return "";
  return values.length === 1 && typeof only === "string"
    ? only
    : JSON.stringify(values.length === 1 ? only : result.outputs, null, 2);
}
