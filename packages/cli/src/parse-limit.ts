import { InvalidArgumentError } from "commander";

/** The value of `--limit`. */
export function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0 && limit <= 100) return limit;
  throw new InvalidArgumentError(`Expected a number from 1 to 100, got \`${text}\`.`);
}
