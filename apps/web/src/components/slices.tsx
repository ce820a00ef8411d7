import type { ReactNode } from "react";

import type { SliceSearch } from "../lib/cases/slice-keys.js";
import { Choice } from "./form/choice.js";

export interface SliceColumn<Slice> {
  readonly id: string;
  readonly header: string;
  readonly cell: (slice: Slice) => ReactNode;
}

/** Slices of cases by what their rows say of themselves; nothing where rows say nothing. */
export function Slices<Slice extends { readonly value: string | undefined }>(props: {
  readonly keys: readonly string[];
  readonly search: SliceSearch;
  readonly onSearchChange: (search: SliceSearch) => unknown;
  /** The key of them that is chosen. */
  readonly by: string | undefined;
  /** By that key. */
  readonly slices: readonly Slice[];
  readonly columns: readonly SliceColumn<Slice>[];
  readonly note?: string;
}): ReactNode {
  const { keys, by, onSearchChange, note } = props;
  if (keys.length === 0) return null;
  return (
    <section aria-label="Slices" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="text-muted">Slice by</h2>
        <Choice
          label="Slice by"
          options={keys.map((key) => ({ value: key, label: key }))}
          value={by}
          onChange={(key) => void onSearchChange({ by: key, slice: undefined })}
        />
        {by !== undefined && note !== undefined && <p className="text-xs text-faint">{note}</p>}
      </div>
      {by !== undefined && <SliceTable {...props} by={by} />}
    </section>
  );
}

function SliceTable<Slice extends { readonly value: string | undefined }>(props: {
  readonly by: string;
  readonly slices: readonly Slice[];
  readonly columns: readonly SliceColumn<Slice>[];
  readonly search: SliceSearch;
  readonly onSearchChange: (search: SliceSearch) => unknown;
}): ReactNode {
  const { by, columns, slices } = props;
  return (
    <div
      // What scrolls is reached by keyboard.
      tabIndex={0}
      role="region"
      aria-label={`Slices by ${by}`}
      className="max-h-72 shrink-0 overflow-auto rounded-lg border border-line bg-surface"
    >
      <table className="min-w-full">
        <thead className="sticky top-0 bg-sunken text-left text-xs text-muted">
          <tr>
            <th scope="col" className="px-3 py-1 font-medium whitespace-nowrap">
              {by}
            </th>
            {columns.map(({ id, header }) => (
              <th
                key={id}
                scope="col"
                className="px-3 py-1 text-right font-medium whitespace-nowrap"
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {slices.map((slice) => (
            <SliceRow key={slice.value ?? ""} {...props} slice={slice} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SliceRow<Slice extends { readonly value: string | undefined }>(props: {
  readonly slice: Slice;
  readonly columns: readonly SliceColumn<Slice>[];
  readonly search: SliceSearch;
  readonly onSearchChange: (search: SliceSearch) => unknown;
}): ReactNode {
  const { slice, columns, search } = props;
  const isOn = slice.value !== undefined && search.slice === slice.value;
  return (
    <tr className={`border-t border-line ${isOn ? "bg-honey-soft" : ""}`}>
      <th scope="row" className="max-w-80 px-3 py-1 text-left font-normal">
        <SliceName
          value={slice.value}
          isOn={isOn}
          onSelect={(chosen) => void props.onSearchChange({ slice: chosen })}
        />
      </th>
      {columns.map(({ id, cell }) => (
        <td key={id} className="px-3 py-1 text-right whitespace-nowrap tabular-nums">
          {cell(slice)}
        </td>
      ))}
    </tr>
  );
}

function SliceName(props: {
  readonly value: string | undefined;
  readonly isOn: boolean;
  readonly onSelect: (value: string | undefined) => void;
}): ReactNode {
  const { value, isOn } = props;
  if (value === undefined) return <span className="text-faint">none</span>;
  return (
    <button
      type="button"
      aria-pressed={isOn}
      title={`Show the cases of ${value} alone`}
      onClick={() => props.onSelect(isOn ? undefined : value)}
      className="inline-block max-w-full truncate rounded pb-0.5 align-bottom underline decoration-line-strong underline-offset-4 hover:decoration-current"
    >
      {value}
    </button>
  );
}
