import type { ExportField } from "../../../lib/files/table-file.js";
import type { ManyRow } from "./many-rows.js";
import type { ComparedRun } from "./summarise-runs.js";

/** What a file says of each case of several runs: how it ended in each, what came out, and its scores. */
export function manyFields(
  runs: readonly ComparedRun[],
  /** Of metrics, by key. */
  labels: ReadonlyMap<string, string>,
): readonly ExportField<ManyRow>[] {
  return [
    { name: "case", value: ({ datapointId }) => datapointId },
    { name: "trial", value: ({ trial }) => trial },
    { name: "inputs", value: ({ cells }) => firstInputs(cells) },
    ...columnNames(runs).flatMap((name, place): readonly ExportField<ManyRow>[] => [
      { name: `${name}: outcome`, value: ({ cells }) => cells[place]?.outcome },
      { name: `${name}: outputs`, value: ({ cells }) => cells[place]?.result.outputs },
      { name: `${name}: error`, value: ({ cells }) => cells[place]?.result.error },
      ...[...labels].map(([key, label]): ExportField<ManyRow> => ({
        name: `${name}: ${label}`,
        value: ({ cells }) => cells[place]?.scoreOf(key)?.score?.value,
      })),
    ]),
  ];
}

/** Runs of one name are told apart by their ids. */
function columnNames(runs: readonly ComparedRun[]): readonly string[] {
  const names = runs.map(({ result }) => result.run_object.name);
  return runs.map(({ runId }, place) => {
    const name = names[place] ?? "";
    const isUnique = name !== "" && names.indexOf(name) === names.lastIndexOf(name);
    return isUnique ? name : `${name} ${runId}`.trim();
  });
}

function firstInputs(cells: ManyRow["cells"]): unknown {
  return cells.find((cell) => cell !== undefined)?.result.inputs;
}
