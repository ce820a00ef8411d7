import type { ChartData } from "@honeyhive/contract";

/** What the models of a case used. */
export interface CaseUsage {
  readonly tokens: number | undefined;
  readonly cost: number | undefined;
}

export type RunUsage = ReadonlyMap<string, CaseUsage>;

type Points = Pick<ChartData, "events">;

/** Sums by session, from points whose group is a session; one that goes over the turn of a month has two. */
export function toRunUsage(tokens: Points, cost: Points): RunUsage {
  const [tokensOf, costOf] = [sumBySession(tokens), sumBySession(cost)];
  return new Map(
    [...new Set([...tokensOf.keys(), ...costOf.keys()])].map((sessionId) => [
      sessionId,
      { tokens: tokensOf.get(sessionId), cost: costOf.get(sessionId) },
    ]),
  );
}

function sumBySession({ events }: Points): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { group, value } of events) {
    if (group === undefined || value === null || value === 0) continue;
    sums.set(group, (sums.get(group) ?? 0) + value);
  }
  return sums;
}

/** Undefined where no case says it. */
export function sumUsage(usage: RunUsage, field: keyof CaseUsage): number | undefined {
  const values = [...usage.values()].flatMap((one) => one[field] ?? []);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}
