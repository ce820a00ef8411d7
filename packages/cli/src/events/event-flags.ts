import {
  filterOperators,
  parseFilter,
  type DateRange,
  type EventFilter,
} from "@honeyhive/contract";
import { InvalidArgumentError, type Command } from "commander";

/** Which events are meant, in the words of the UI's filters. */
export interface EventFlags {
  readonly where?: readonly EventFilter[] | undefined;
  /** Unix milliseconds. */
  readonly since?: number | undefined;
}

export function withEventFlags(command: Command): Command {
  return command
    .option(
      "--where <filter>",
      '"field operator value", as the UI shows it; once more for each further one',
      addFilter,
    )
    .option("--since <time>", "90m, 24h, 7d, or a date such as 2026-11-01T08:00Z", parseSince);
}

export function toDateRange({ since }: EventFlags): DateRange | undefined {
  return since === undefined ? undefined : { $gte: since };
}

function addFilter(text: string, others: readonly EventFilter[] = []): readonly EventFilter[] {
  return [...others, parseWhere(text)];
}

/** `field operator value`. */
export function parseWhere(text: string): EventFilter {
  const filter = parseFilter(text);
  if (filter !== undefined) return filter;
  throw new InvalidArgumentError(
    `Expected "field operator value" with one of the operators ${filterOperators.join(", ")}, got "${text}".`,
  );
}

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Unix milliseconds. */
export function parseSince(text: string): number {
  const [, count, unit = ""] = /^(\d+)([mhd])$/.exec(text) ?? [];
  const at =
    count === undefined ? Date.parse(text) : Date.now() - Number(count) * (units[unit] ?? 0);
  if (!Number.isNaN(at)) return at;
  throw new InvalidArgumentError(
    `Expected a time such as 90m, 24h, 7d or 2026-11-01T08:00Z, got "${text}".`,
  );
}
