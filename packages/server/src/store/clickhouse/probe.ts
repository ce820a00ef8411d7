import type { ClickHouseClient } from "@clickhouse/client";

import { assertClickHouse } from "./assert-clickhouse.js";
import { isConnectionError } from "./to-store-error.js";

export interface ClickHouseNode {
  readonly url: string;
  readonly client: ClickHouseClient;
  /** Has connections of its own: the others may all be waiting for answers. */
  readonly prober: ClickHouseClient;
}

/** Whether the node says anything at all within the time, be it an error. */
export async function probe(node: ClickHouseNode, timeoutMs: number): Promise<boolean> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    await ask(node, signal);
    return true;
  } catch (error) {
    return !signal.aborted && !isConnectionError(error);
  }
}

/** Rejects unless the node lets us in and answers. */
export async function ask({ prober }: ClickHouseNode, signal: AbortSignal): Promise<void> {
  const { response_headers } = await prober.command({ query: "SELECT 1", abort_signal: signal });
  assertClickHouse(response_headers);
}
