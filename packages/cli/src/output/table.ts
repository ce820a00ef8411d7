import { oneLine, padToWidth, textWidth } from "@honeyhive/contract";

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Numbers stand to the right. */
  readonly align?: "right";
  /** Left out where the terminal is too narrow for it; `--json` has it. */
  readonly isOptional?: boolean;
}

/**
 * Lines of a table with a header. Nothing is cut: ids are copied, and names are searched for. Where the terminal is too
 * narrow, optional columns go, the last one first. Without a width (no terminal) all of them stay.
 */
export function tableLines<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width = Infinity,
): string[] {
  const texts = columns.map(({ title, cell }) => [title, ...rows.map((row) => oneLine(cell(row)))]);
  const widths = texts.map((cells) => Math.max(...cells.map(textWidth)));
  const shown = columns.map((_, index) => index);
  const widthOf = (): number =>
    shown.reduce((sum, index) => sum + (widths[index] ?? 0) + gap.length, -gap.length);
  for (const index of [...shown].reverse()) {
    // Terminals that nobody looks at say that they have no columns.
    if (width === 0 || widthOf() <= width) break;
    if (columns[index]?.isOptional === true) shown.splice(shown.indexOf(index), 1);
  }
  return ["", ...rows].map((_, line) =>
    shown
      .map((index) => {
        const text = texts[index]?.[line] ?? "";
        const side = columns[index]?.align === "right" ? "start" : "end";
        return padToWidth(text, widths[index] ?? 0, side);
      })
      .join(gap)
      .trimEnd(),
  );
}

/** Names and values side by side. */
export function pairLines(given: readonly (readonly [name: string, value: string])[]): string[] {
  const pairs = given.map(([name, value]) => [oneLine(name), oneLine(value)] as const);
  const width = Math.max(0, ...pairs.map(([name]) => textWidth(name)));
  return pairs.map(([name, value]) => `${padToWidth(name, width, "end")}${gap}${value}`);
}

const gap = "  ";
