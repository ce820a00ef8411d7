import { HoneyHiveError } from "../../lib/errors.js";

/** A row as it was read, and where: `row 3 of \`dataset\`` or `line 7 of cases.csv`. */
export interface LocatedRow {
  readonly row: unknown;
  readonly place: string;
}

/** @throws {HoneyHiveError} `INVALID_DATASET` */
export function failAt(place: string, message: string, cause?: unknown): never {
  throw new HoneyHiveError(
    "INVALID_DATASET",
    `Expected ${place} ${message}`,
    cause === undefined ? undefined : { cause },
  );
}
