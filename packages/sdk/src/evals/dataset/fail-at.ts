import { HoneyHiveError } from "../../lib/errors.js";

/** @throws {HoneyHiveError} `INVALID_DATASET` */
export function failAt(place: string, message: string, cause?: unknown): never {
  throw new HoneyHiveError(
    "INVALID_DATASET",
    `Expected ${place} ${message}`,
    cause === undefined ? undefined : { cause },
  );
}
