import { StoreError } from "../store-error.js";

/**
 * Whatever else answers at the address with a 200, a proxy's page or another program say, has stored nothing and knows
 * nothing. ClickHouse says who it is in the headers of each answer.
 *
 * @throws {StoreError} `STORE_UNAVAILABLE`
 */
export function assertClickHouse(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): void {
  if (Object.keys(headers).some((name) => name.startsWith("x-clickhouse-"))) return;
  throw new StoreError(
    "STORE_UNAVAILABLE",
    "an answer without the headers of ClickHouse, of a proxy or another program.",
  );
}
