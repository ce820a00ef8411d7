import type { DatasetRow } from "@honeyhive/contract";
import { useMemo, type ReactNode } from "react";

import { formatCount, formatPlural } from "../../lib/text/format-number.js";
import { previewValue } from "../../lib/text/preview-value.js";
import { importColumns, type ImportColumn } from "./model/import-columns.js";

const shownRows = 5;
const shownColumns = 12;

/** The first rows of a file, and what each column is. */
export function ImportPreview({ rows }: { readonly rows: readonly DatasetRow[] }): ReactNode {
  const columns = useMemo(() => importColumns(rows), [rows]);
  const shown = columns.slice(0, shownColumns);
  const first = rows.slice(0, shownRows);
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
        <Part label="Inputs" part="inputs" columns={columns} rows={rows} />
        <Part label="Ground truth" part="ground truth" columns={columns} rows={rows} />
        <Part label="Ids" part="id" columns={columns} rows={rows} />
        {columns.some(({ part }) => part === "metadata") && (
          <Part label="Metadata" part="metadata" columns={columns} rows={rows} />
        )}
      </dl>
      <div
        // What scrolls is reached by keyboard.
        tabIndex={0}
        role="region"
        aria-label="First rows"
        className="max-h-60 overflow-auto rounded-md border border-line"
      >
        <table className="min-w-full text-left text-xs">
          <thead className="sticky top-0 bg-sunken">
            <tr>
              {shown.map(({ part, name }) => (
                <th key={`${part} ${name}`} scope="col" className="px-2 py-1 font-medium">
                  <span className="block whitespace-nowrap">{name}</span>
                  <span className="block font-normal whitespace-nowrap text-faint">{part}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {first.map((row, index) => (
              <tr key={index} className="border-t border-line">
                {shown.map((column) => (
                  <td key={`${column.part} ${column.name}`} className="max-w-48 truncate px-2 py-1">
                    {previewValue(column.value(row))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="text-xs text-muted">
        {rows.length > shownRows &&
          `The first ${shownRows} of ${formatPlural(rows.length, "row")}. `}
        {columns.length > shownColumns &&
          `The first ${shownColumns} of ${formatPlural(columns.length, "column")}.`}
      </p>
    </>
  );
}

/** The names of a part's columns, with how many rows have one where not all have it. */
function Part(props: {
  readonly label: string;
  readonly part: ImportColumn["part"];
  readonly columns: readonly ImportColumn[];
  readonly rows: readonly DatasetRow[];
}): ReactNode {
  const total = props.rows.length;
  const names = props.columns
    .filter(({ part }) => part === props.part)
    .map(({ name, count }) => (count === total ? name : `${name} (in ${formatCount(count)})`));
  const more = names.length - shownColumns;
  return (
    <>
      <dt className="text-muted">{props.label}</dt>
      <dd className="wrap-anywhere">
        {names.length === 0 ? "none" : names.slice(0, shownColumns).join(", ")}
        {more > 0 && ` and ${formatCount(more)} more`}
      </dd>
    </>
  );
}
