import { durationOfCase } from "@honeyhive/contract";
import type { CaseRow } from "../../../lib/cases/case-row.js";
import type { ExportField } from "../../../lib/files/table-file.js";

/** What a file says of each case: all of what the table shows the beginnings of. */
export function caseFields(metrics: ReadonlyMap<string, string>): readonly ExportField<CaseRow>[] {
  return [
    { name: "case", value: ({ result }) => result.datapoint_id },
    { name: "trial", value: ({ trial }) => trial },
    { name: "outcome", value: ({ outcome }) => outcome },
    { name: "inputs", value: ({ result }) => result.inputs },
    { name: "outputs", value: ({ result }) => result.outputs },
    { name: "ground_truth", value: ({ result }) => result.ground_truth },
    { name: "error", value: ({ result }) => result.error },
    ...[...metrics].flatMap(([key, label]): readonly ExportField<CaseRow>[] => [
      { name: label, value: (row) => scoreOf(row, key) },
      { name: `${label}_explanation`, value: ({ scores }) => scores.get(key)?.explanation },
    ]),
    { name: "duration_ms", value: ({ result }) => durationOfCase(result) },
    { name: "tokens", value: ({ result }) => result.usage?.total_tokens },
    { name: "cost", value: ({ result }) => result.usage?.cost_usd },
    { name: "session_id", value: ({ result }) => result.session_id },
  ];
}

/** A case without a value says why in its explanation. */
function scoreOf({ scores }: CaseRow, key: string): unknown {
  const score = scores.get(key);
  return score === undefined || "state" in score ? undefined : score.value;
}
