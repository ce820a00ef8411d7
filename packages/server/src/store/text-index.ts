import { collectRows } from "./collect-rows.js";
import type { Engine } from "./engine.js";

/** Columns of events whose words an index can find. */
const columns = ["inputs", "outputs"] as const;
export type TextColumn = (typeof columns)[number];

/** What the setting `textIndex` may be. */
export const textIndexes = ["none", "outputs", "inputs", "all"] as const;
export type TextIndex = (typeof textIndexes)[number];

export interface TextIndexChanges {
  readonly added: readonly TextColumn[];
  readonly dropped: readonly TextColumn[];
}

/** What a condition has to ask for so that the index answers; without an index it is answered all the same. */
export function textIndexed(column: string): string | undefined {
  return columns.some((known) => known === column) ? `lower(events.${column})` : undefined;
}

/**
 * Adds and drops indexes of words, so that the store has those that are wanted. Rows that are there already are
 * indexed in the background; until they are, they are read.
 */
export async function applyTextIndex(engine: Engine, wanted: TextIndex): Promise<TextIndexChanges> {
  const present = await readTextIndexes(engine);
  const isWanted = (column: TextColumn): boolean => wanted === "all" || wanted === column;
  const added = columns.filter((column) => isWanted(column) && present[column] !== "everywhere");
  const dropped = columns.filter((column) => !isWanted(column) && present[column] !== "nowhere");
  for (const column of added) {
    await engine.define(add(column));
    await engine.define(`${alter} MATERIALIZE INDEX ${nameOf(column)}`);
  }
  for (const column of dropped) {
    await engine.define(`${alter} DROP INDEX IF EXISTS ${nameOf(column)}`);
  }
  return { added, dropped };
}

/** `in part`: a node was told, and another one was not. */
type Presence = "everywhere" | "in part" | "nowhere";
export type TextIndexes = Readonly<Record<TextColumn, Presence>>;

export async function readTextIndexes(engine: Engine): Promise<TextIndexes> {
  const { cluster, local } = engine.topology;
  const everyNode = (table: string): string =>
    cluster === undefined ? table : `clusterAllReplicas({cluster:String}, ${table})`;
  const sql = `SELECT groupArray(name) AS names, (SELECT count() FROM ${everyNode("system.one")}) AS nodes
    FROM ${everyNode("system.data_skipping_indices")}
    WHERE database = currentDatabase() AND table = {table:String}`;
  const params = { table: `events${local}`, ...(cluster === undefined ? {} : { cluster }) };
  const [row] = await collectRows(engine.query(sql, params, { timeoutMs: 10_000 }));
  const names = row?.["names"] as readonly string[];
  const presenceOf = (column: TextColumn): Presence => {
    const count = names.filter((name) => name === nameOf(column)).length;
    if (count === 0) return "nowhere";
    return count === Number(row?.["nodes"]) ? "everywhere" : "in part";
  };
  return { inputs: presenceOf("inputs"), outputs: presenceOf("outputs") };
}

const alter = "ALTER TABLE events{{LOCAL}}{{ON_CLUSTER}}";

function nameOf(column: TextColumn): string {
  return `by_words_of_${column}`;
}

function add(column: TextColumn): string {
  const index = `lower(${column}) TYPE text(tokenizer = 'splitByNonAlpha')`;
  return `${alter} ADD INDEX IF NOT EXISTS ${nameOf(column)} ${index}`;
}
