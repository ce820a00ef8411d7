import {
  ClickHouseError,
  ClickHouseLogLevel,
  createClient,
  type ClickHouseClient,
} from "@clickhouse/client";

import { dialectSettings } from "../dialect.js";
import { StoreError } from "../store-error.js";
import { assertClickHouse } from "./assert-clickhouse.js";
import { NodeRing } from "./node-ring.js";
import type { ClickHouseLocation } from "./parse-store-url.js";
import type { ClickHouseNode } from "./probe.js";
import { isPassing, messageOf } from "./to-store-error.js";

/** Longer than any statement may take; queries have limits of their own. */
const requestTimeoutMs = 300_000;
const unknownDatabase = "81";
const unknownCluster = "701";
/** A service that sleeps while nobody uses it takes some seconds to wake up. */
const admissionMs = 60_000;

export interface ConnectOptions {
  /** How often nodes that are at work are asked whether they are there. Default 5000. */
  readonly probeEveryMs?: number;
  /** Whether a missing database is refused. By default it is created. */
  readonly mustExist?: boolean;
}

/** Clients for all nodes, at least one of which has let us in and has the database. */
export async function connect(
  location: ClickHouseLocation,
  { probeEveryMs, mustExist = false }: ConnectOptions = {},
): Promise<NodeRing> {
  // In the same order for every server, because the first node decides who holds a lock.
  const nodes = location.urls.toSorted().map((url) => ({
    url,
    client: openClient(location, url),
    prober: openClient(location, url),
  }));
  const attempts = await Promise.allSettled(nodes.map((node) => admit(location, node, mustExist)));
  const failures = attempts.flatMap((attempt) =>
    // What a rejected promise holds has no type.
    attempt.status === "rejected" ? [attempt.reason as Error] : [],
  );
  const [failure] = failures;
  if (failure === undefined || failures.length < nodes.length) {
    return new NodeRing(nodes, probeEveryMs);
  }
  await Promise.all(nodes.map(closeNode));
  throw failure;
}

export async function closeNode({ client, prober }: ClickHouseNode): Promise<void> {
  await Promise.all([client.close(), prober.close()]);
}

function openClient(location: ClickHouseLocation, url: string): ClickHouseClient {
  return createClient({
    url,
    username: location.username,
    password: location.password,
    database: location.database,
    application: "honeyhive",
    request_timeout: requestTimeoutMs,
    max_open_connections: 64,
    // A list of a thousand ids is longer than servers let an address be.
    use_multipart_params_auto: true,
    // The client would print statements and their values.
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { ...dialectSettings, ...settingsOf(location) },
  });
}

function settingsOf({ topology }: ClickHouseLocation): Readonly<Record<string, string | number>> {
  return {
    // A query whose reader left is stopped.
    cancel_http_readonly_queries_on_client_close: 1,
    ...(topology.cluster === undefined ? {} : { distributed_foreground_insert: 1 }),
    // Answered means on most replicas, and everybody reads from the same one while it is there. An insert that is
    // sent again under its token reaches what the views feed, too.
    ...(topology.onCluster === ""
      ? {}
      : {
          insert_quorum: "auto",
          load_balancing: "in_order",
          deduplicate_blocks_in_dependent_materialized_views: 1,
        }),
  };
}

/** Throws what the user can do something about. */
async function admit(
  location: ClickHouseLocation,
  { url, client }: ClickHouseNode,
  mustExist: boolean,
): Promise<void> {
  const signal = AbortSignal.timeout(admissionMs);
  try {
    const asked = { query: "SELECT 1", abort_signal: signal };
    const { response_headers } = await client.command(asked);
    assertClickHouse(response_headers);
  } catch (thrown) {
    const error = signal.aborted ? new Error(`nothing for ${admissionMs / 1000} s.`) : thrown;
    if (error instanceof ClickHouseError && error.code === unknownDatabase) {
      if (mustExist) throw withoutDatabase(location, url, error);
      await createDatabase(location, url);
    } else throw notAdmitted(location, url, error);
  }
}

async function createDatabase(location: ClickHouseLocation, url: string): Promise<void> {
  const { database, topology } = location;
  const client = openClient({ ...location, database: "default" }, url);
  try {
    const query = `CREATE DATABASE IF NOT EXISTS \`${database}\`${topology.onCluster}`;
    await client.command({ query });
  } catch (error) {
    throw notAdmitted(location, url, error);
  } finally {
    await client.close();
  }
}

function withoutDatabase(
  { database }: ClickHouseLocation,
  url: string,
  cause: unknown,
): StoreError {
  return new StoreError(
    "STORE_UNKNOWN",
    `Expected a database with a store, got \`${database}\`, which ClickHouse at ${url} does not have. ` +
      "Name the one that `honeyhive serve` was started with: --store clickhouse://<host>/<database>.",
    { cause },
  );
}

function notAdmitted({ username }: ClickHouseLocation, url: string, error: unknown): StoreError {
  if (error instanceof ClickHouseError && error.code === unknownCluster) {
    return new StoreError(
      "STORE_UNAVAILABLE",
      `Expected \`cluster\` in the address of the store to be one that ClickHouse at ${url} knows, but it says: ` +
        `${sentenceOf(error)} \`SELECT cluster FROM system.clusters\` lists them.`,
      { cause: error },
    );
  }
  // What passes by itself is no refusal.
  if (error instanceof ClickHouseError && !isPassing(error)) {
    return new StoreError(
      "STORE_UNAVAILABLE",
      `Expected ClickHouse at ${url} to let user \`${username}\` in, but it refused: ${sentenceOf(error)} ` +
        "Check user, password and rights.",
      { cause: error },
    );
  }
  return new StoreError(
    "STORE_UNAVAILABLE",
    `Expected a ClickHouse server at ${url}, but got: ${sentenceOf(error)} ` +
      "Start it, or correct the address of the store.",
    { cause: error },
  );
}

/** With one full stop, whether what was said has one or more. */
function sentenceOf(error: unknown): string {
  return `${messageOf(error).replace(/[\s.]+$/, "")}.`;
}
