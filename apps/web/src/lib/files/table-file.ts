/** What a file of rows says of each of them. */
export interface ExportField<Row> {
  readonly name: string;
  readonly value: (row: Row) => unknown;
  /** However many keys its objects have. */
  readonly isAlwaysSplit?: boolean;
}

export interface TableFile {
  readonly text: string;
  readonly mimeType: string;
}

/** Above this many different keys an object stays one column of JSON. */
const mostKeys = 50;

/** A list of objects, every value as it is. */
export function toJsonFile<Row>(
  rows: readonly Row[],
  fields: readonly ExportField<Row>[],
): TableFile {
  const objects = rows.map((row) =>
    Object.fromEntries(fields.map(({ name, value }) => [name, value(row)])),
  );
  return { text: `${JSON.stringify(objects, null, 2)}\n`, mimeType: "application/json" };
}

/**
 * As spreadsheets read it: UTF-8 with the mark that Excel needs, an object's keys as columns of their own
 * (`inputs.question`), what is nested deeper as JSON, and no text that would run as a formula.
 */
export function toCsvFile<Row>(
  rows: readonly Row[],
  fields: readonly ExportField<Row>[],
): TableFile {
  const columns = fields.flatMap((field) => columnsOf(rows, field));
  const lines = [
    columns.map(({ name }) => toCell(name)),
    ...rows.map((row) => columns.map(({ value }) => toCell(value(row)))),
  ];
  const text = lines.map((cells) => `${cells.join(",")}\r\n`).join("");
  return { text: `\uFEFF${text}`, mimeType: "text/csv" };
}

function columnsOf<Row>(
  rows: readonly Row[],
  field: ExportField<Row>,
): readonly ExportField<Row>[] {
  const objects = rows.map(field.value).filter(isPlainObject);
  const keys = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  if (keys.length === 0) return [field];
  if (keys.length > mostKeys && field.isAlwaysSplit !== true) return [field];
  const hasOthers = rows.some((row) => {
    const value = field.value(row);
    return value !== null && value !== undefined && !isPlainObject(value);
  });
  const rest: ExportField<Row> = {
    name: field.name,
    value: (row) => {
      const value = field.value(row);
      return isPlainObject(value) ? undefined : value;
    },
  };
  return [
    ...(hasOthers ? [rest] : []),
    ...keys.map((key): ExportField<Row> => ({
      name: `${field.name}.${key}`,
      value: (row) => {
        const value = field.value(row);
        return isPlainObject(value) ? value[key] : undefined;
      },
    })),
  ];
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? withoutFormula(value) : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A trace may come from anybody, and spreadsheets run what begins like this. */
function withoutFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
