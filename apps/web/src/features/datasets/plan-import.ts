import { planPush, type PlannedRow } from "@honeyhive/contract";

import { formatCount, formatPlural } from "../../lib/text/format-number.js";
import type { ImportResult } from "./import-writer.js";
import type { ReadImport } from "./model/read-import.js";
import type { DatasetContent } from "./queries.js";

/** What would be done with the rows of a file. */
export type ImportPlan = Readonly<Record<PlannedRow["kind"], number>>;

/** In a new dataset, where there is none yet, all rows are new. */
export function planImport(
  { rows, isText }: ReadImport,
  content: DatasetContent | undefined,
): ImportPlan {
  if (content === undefined) return { added: rows.length, changed: 0, unchanged: 0 };
  const plan = planPush({ rows, datapoints: content.datapoints, isText });
  const count = (wanted: string): number => plan.rows.filter(({ kind }) => kind === wanted).length;
  return { added: count("added"), changed: count("changed"), unchanged: count("unchanged") };
}

export function describePlan({
  read,
  plan,
}: {
  readonly read: ReadImport;
  readonly plan: ImportPlan;
}): string {
  const { fileName, rows } = read;
  const told = `${fileName}: ${formatPlural(rows.length, "row")}`;
  if (plan.added === rows.length) return `${told}.`;
  const changed =
    plan.changed === 0 ? "" : `, ${formatCount(plan.changed)} changing what is stored in place`;
  return `${told}, ${formatCount(plan.added)} new${changed}, ${formatCount(plan.unchanged)} there already.`;
}

export function describeResult(result: ImportResult): string {
  const { added, changed, unchanged, failed, left } = result;
  const parts = [
    `${formatPlural(added, "row")} added`,
    `${formatCount(changed)} changed`,
    `${formatCount(unchanged)} unchanged`,
    `${formatCount(failed)} failed`,
    ...(left > 0 ? [`${formatCount(left)} not written`] : []),
  ];
  return `${parts.join(", ")}.`;
}
