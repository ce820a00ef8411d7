/** Where tables live: what the placeholders of a statement stand for. */
export interface Topology {
  /** `{{ENGINE}}`: the table engine that keeps the last version of a row. */
  readonly engine: string;
  /** `{{ON_CLUSTER}}`: has one node pass the statement on to all others. */
  readonly onCluster: string;
  /** `{{LOCAL}}`: what a node's own part of a table is called, after the table's name. */
  readonly local: string;
  /** The cluster over whose shards tables are spread; undefined for a single node. */
  readonly cluster?: string | undefined;
}

export const singleNode: Topology = { engine: "ReplacingMergeTree", onCluster: "", local: "" };

/** Shards without replicas: every node is told by itself, so that no Keeper is needed. */
export function shardedTopology(cluster: string): Topology {
  return { ...singleNode, local: "_local", cluster };
}

/** Shards of replicas. Paths and names of replicas come from the servers' own defaults and macros. */
export function replicatedTopology(cluster: string): Topology {
  return {
    engine: "ReplicatedReplacingMergeTree",
    onCluster: ` ON CLUSTER '${cluster}'`,
    local: "_local",
    cluster,
  };
}

export function renderTemplate(template: string, topology: Topology): string {
  return template
    .replaceAll("{{ENGINE}}", topology.engine)
    .replaceAll("{{ON_CLUSTER}}", topology.onCluster)
    .replaceAll("{{LOCAL}}", topology.local);
}

/** A table and the expression that decides which shard keeps a row. */
export interface SpreadTable {
  readonly name: string;
  readonly shardBy: string;
}

/** On a cluster, the name under which all shards of a table are read and written; nothing on a single node. */
export function spreadStatement(
  { name, shardBy }: SpreadTable,
  topology: Topology,
): string | undefined {
  const { cluster, local, onCluster } = topology;
  if (cluster === undefined) return undefined;
  return `CREATE OR REPLACE TABLE ${name}${onCluster} AS ${name}${local}
    ENGINE = Distributed('${cluster}', currentDatabase(), '${name}${local}', ${shardBy})`;
}
