/** A row as it was read, and where: `row 3 of \`dataset\`` or `line 7 of cases.csv`. */
export interface LocatedRow {
  readonly row: unknown;
  readonly place: string;
}

/** What is wrong with a file of rows, and where. */
export class DatasetFileError extends Error {
  override readonly name = "DatasetFileError";
}

/** @throws {DatasetFileError} */
export function failAt(place: string, message: string, cause?: unknown): never {
  throw new DatasetFileError(
    `Expected ${place} ${message}`,
    cause === undefined ? undefined : { cause },
  );
}
