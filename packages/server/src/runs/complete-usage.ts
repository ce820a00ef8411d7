import type { CaseUsage } from "@honeyhive/contract";

import { findSessionRollups } from "../queries/find-session-rollups.js";
import type { Store } from "../store/store.js";
import type { RunWithCases } from "./compare-runs.js";
import type { RunCase } from "./run-case.js";

type Used = Pick<CaseUsage, "total_tokens" | "cost_usd">;

/**
 * Adds what the models of each case used, and what that cost, where the case's client does not say so: the sums of its
 * session's calls. Not where a cache answered any of them, which has cost nothing.
 */
export async function completeUsage<Runs extends readonly RunWithCases[]>(
  store: Store,
  projectId: string,
  runs: Runs,
): Promise<{ [Index in keyof Runs]: RunWithCases }> {
  const sessionIds = runs.flatMap(({ cases }) =>
    cases.filter(lacksUsage).map(({ sessionId }) => sessionId),
  );
  const used = await findUsed(store, projectId, [...new Set(sessionIds)]);
  const complete = (runCase: RunCase): RunCase => {
    if (!lacksUsage(runCase)) return runCase;
    const usage = { ...used.get(runCase.sessionId), ...withoutGaps(runCase.usage) };
    return Object.keys(usage).length === 0 ? runCase : { ...runCase, usage };
  };
  // Mapped one by one.
  return runs.map(({ run, cases }) => ({ run, cases: cases.map(complete) })) as {
    [Index in keyof Runs]: RunWithCases;
  };
}

function lacksUsage({ isCached, usage }: RunCase): boolean {
  return !isCached && (usage?.total_tokens === undefined || usage.cost_usd === undefined);
}

async function findUsed(
  store: Store,
  projectId: string,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, Used>> {
  if (sessionIds.length === 0) return new Map();
  const found = await store.select(findSessionRollups(projectId, sessionIds));
  return new Map(
    found.map(({ sessionId, rollup: { total_tokens: tokens, cost } }) => [
      sessionId,
      withoutGaps({
        total_tokens: tokens > 0 ? tokens : undefined,
        cost_usd: cost > 0 ? cost : undefined,
      }),
    ]),
  );
}

/** An entry that is undefined would hide another's. */
function withoutGaps(usage: CaseUsage = {}): CaseUsage {
  return Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== undefined));
}
