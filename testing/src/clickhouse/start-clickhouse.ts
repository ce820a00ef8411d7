import { cp, mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { makeTemporaryDirectory } from "../temporary-directory.js";
import { ClickHouseNode } from "./clickhouse-node.js";
import { findFreePorts } from "./free-ports.js";
import { nodeConfiguration, usersConfiguration } from "./node-configuration.js";

export interface ClickHouse extends AsyncDisposable {
  /** One for each shard. */
  readonly nodes: readonly ClickHouseNode[];
  /** Address of a store in a database of this name. */
  storeUrl(database: string): string;
}

export interface ClickHouseOptions {
  /** Default 1. */
  readonly shards?: number;
  /** Files that are added to the nodes' configuration. */
  readonly configuration?: readonly string[];
  /** Variables that these files read. */
  readonly environment?: Readonly<Record<string, string>>;
}

export const clusterName = "main";

/**
 * A real ClickHouse on free ports, with nothing in it: one node, or a cluster of shards without replicas.
 *
 * @example
 * await using clickhouse = await startClickHouse({ shards: 2 });
 * await startServer({ store: clickhouse.storeUrl("traces") });
 */
export async function startClickHouse({
  shards = 1,
  configuration = [],
  environment = {},
}: ClickHouseOptions = {}): Promise<ClickHouse> {
  const directory = await makeTemporaryDirectory();
  const ports = await findFreePorts(shards * 2);
  const httpPorts = ports.slice(0, shards);
  const tcpPorts = ports.slice(shards);
  const nodes = await Promise.all(
    httpPorts.map(async (httpPort, shard) => {
      const own = join(directory.path, `shard-${shard}`);
      const configFile = join(own, "config.xml");
      await mkdir(own);
      await writeFile(configFile, nodeConfiguration(clusterName, tcpPorts));
      for (const file of configuration) {
        await cp(file, join(own, "config.d", basename(file)));
      }
      await writeFile(join(own, "users.xml"), usersConfiguration);
      return new ClickHouseNode({
        directory: own,
        httpPort,
        tcpPort: tcpPorts[shard] ?? 0,
        configFile,
        environment,
      });
    }),
  );
  const dispose = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.kill()));
    await directory[Symbol.asyncDispose]();
  };
  try {
    await Promise.all(nodes.map((node) => node.start()));
  } catch (error) {
    await dispose();
    throw error;
  }
  const hosts = nodes.map((node) => node.host).join(",");
  const parameters = shards === 1 ? "" : `?cluster=${clusterName}&replicated=0`;
  return {
    nodes,
    storeUrl: (database) => `clickhouse://${hosts}/${database}${parameters}`,
    [Symbol.asyncDispose]: dispose,
  };
}
