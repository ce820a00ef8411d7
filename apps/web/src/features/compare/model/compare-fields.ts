import { caseOutcome } from "../../../lib/runs/case-outcome.js";
import type { ExportField } from "../../../lib/files/table-file.js";
import { caseChangeOf } from "./case-change.js";
import type { CompareRow } from "./compare-rows.js";

/** What a file says of each case of two runs. */
export function compareFields(
  metrics: ReadonlyMap<string, string>,
): readonly ExportField<CompareRow>[] {
  return [
    { name: "case", value: ({ datapointId }) => datapointId },
    { name: "trial", value: ({ trial }) => trial },
    { name: "change", value: caseChangeOf },
    { name: "old_outcome", value: ({ old }) => old && caseOutcome(old) },
    { name: "new_outcome", value: (row) => row.new && caseOutcome(row.new) },
    { name: "inputs", value: (row) => (row.new ?? row.old)?.inputs },
    { name: "ground_truth", value: (row) => (row.new ?? row.old)?.ground_truth },
    { name: "old_outputs", value: ({ old }) => old?.outputs },
    { name: "new_outputs", value: (row) => row.new?.outputs },
    ...[...metrics].flatMap(([key, label]): readonly ExportField<CompareRow>[] => [
      { name: `old_${label}`, value: ({ scores }) => scores.get(key)?.old?.value },
      { name: `new_${label}`, value: ({ scores }) => scores.get(key)?.new?.value },
      { name: `${label}_change`, value: ({ scores }) => scores.get(key)?.delta },
    ]),
    { name: "old_session_id", value: ({ old }) => old?.session_id },
    { name: "new_session_id", value: (row) => row.new?.session_id },
  ];
}
