import { oneLine, padToWidth, textWidth } from "@honeyhive/contract";

/** Lines of a plain table, each on one line: the first column to the left, the others to the right. */
export function textTable(
  header: readonly string[],
  given: readonly (readonly string[])[],
): string[] {
  const rows = given.map((cells) => cells.map(oneLine));
  const widths = header.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? "")].map(textWidth)),
  );
  const toLine = (cells: readonly string[]): string =>
    widths
      .map((width, column) =>
        padToWidth(cells[column] ?? "", width, column === 0 ? "end" : "start"),
      )
      .join("  ")
      .trimEnd();
  return [toLine(header), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(toLine)];
}
