import {
  ClickHouseError,
  ClickHouseLogLevel,
  createClient,
  type ClickHouseClient,
} from "@clickhouse/client";

import { dialectSettings } from "../dialect.js";
import { StoreError } from "../store-error.js";
import { NodeRing, type ClickHouseNode } from "./node-ring.js";
import type { ClickHouseLocation } from "./parse-store-url.js";
import { isRefusal, messageOf } from "./to-store-error.js";

/** Longer than any statement may take; queries have limits of their own. */
const requestTimeoutMs = 300_000;
const unknownDatabase = "81";

/** Clients for all nodes, at least one of which has let us in. Creates the database where it is missing. */
export async function connect(location: ClickHouseLocation): Promise<NodeRing> {
  // In the same order for every server, because the first node decides who holds a lock.
  const nodes = location.urls.toSorted().map((url) => ({ url, client: openClient(location, url) }));
  const attempts = await Promise.allSettled(nodes.map((node) => admit(location, node)));
  const failures = attempts.flatMap((attempt) =>
    // What a rejected promise holds has no type.
    attempt.status === "rejected" ? [attempt.reason as Error] : [],
  );
  const [failure] = failures;
  if (failure === undefined || failures.length < nodes.length) return new NodeRing(nodes);
  await Promise.all(nodes.map(({ client }) => client.close()));
  throw failure;
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
async function admit(location: ClickHouseLocation, { url, client }: ClickHouseNode): Promise<void> {
  try {
    await client.command({ query: "SELECT 1" });
  } catch (error) {
    if (error instanceof ClickHouseError && error.code === unknownDatabase) {
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

function notAdmitted({ username }: ClickHouseLocation, url: string, error: unknown): StoreError {
  if (isRefusal(error)) {
    return new StoreError(
      "STORE_UNAVAILABLE",
      `Expected ClickHouse at ${url} to let user \`${username}\` in, but it refused: ${messageOf(error)} ` +
        "Check user, password and rights.",
      { cause: error },
    );
  }
  return new StoreError(
    "STORE_UNAVAILABLE",
    `Expected a ClickHouse server at ${url}, but it did not answer: ${messageOf(error)} ` +
      "Start it, or correct the address of the store.",
    { cause: error },
  );
}
