import { CliError } from "../cli-error.js";
import { describeThrown } from "./describe-thrown.js";
import { placeOf } from "./place-of.js";

/** What a file has thrown while it was loaded. */
export function loadFailure(path: string, thrown: unknown): CliError {
  return new CliError(`${path} could not be loaded: ${describeThrown(thrown)}${placeOf(thrown)}`);
}
