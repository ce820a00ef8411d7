import { collectRows } from "../collect-rows.js";
import type { Engine } from "../engine.js";
import { StoreError } from "../store-error.js";
import { migrations, type Migration } from "./migrations.js";

/** Where tables live: what the placeholders of a migration stand for. */
export interface Topology {
  readonly engine: string;
  readonly onCluster: string;
  readonly local: string;
}

export const singleNode: Topology = { engine: "ReplacingMergeTree", onCluster: "", local: "" };

const ledger = `CREATE TABLE IF NOT EXISTS migrations{{LOCAL}}{{ON_CLUSTER}} (
  version UInt32, applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = {{ENGINE}} ORDER BY version`;

/** Brings the tables up to date. Statements are repeatable, so a migration that was cut short is run again. */
export async function migrate(
  engine: Engine,
  topology: Topology = singleNode,
  steps: readonly Migration[] = migrations,
): Promise<void> {
  await engine.command(renderMigration(ledger, topology));
  const applied = await appliedVersion(engine);
  const known = steps.at(-1)?.version ?? 0;
  if (applied > known) {
    throw new StoreError(
      "STORE_UNAVAILABLE",
      `Expected a data directory of table version ${known} or older, got ${applied}: a newer server wrote it. ` +
        "Use that version of the server, or another data directory.",
    );
  }
  for (const { version, statements } of steps.filter((step) => step.version > applied)) {
    for (const statement of statements) await engine.command(renderMigration(statement, topology));
    const row = Buffer.from(JSON.stringify({ version }));
    await engine.insert("migrations", row, { token: `migration-${version}` });
  }
}

export function renderMigration(template: string, topology: Topology): string {
  return template
    .replaceAll("{{ENGINE}}", topology.engine)
    .replaceAll("{{ON_CLUSTER}}", topology.onCluster)
    .replaceAll("{{LOCAL}}", topology.local);
}

async function appliedVersion(engine: Engine): Promise<number> {
  const sql = "SELECT max(version) AS version FROM migrations";
  const [row] = await collectRows(engine.query(sql, {}, { timeoutMs: 10_000 }));
  return Number(row?.["version"] ?? 0);
}
