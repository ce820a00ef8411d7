import { collectRows } from "../collect-rows.js";
import type { Engine } from "../engine.js";
import { StoreError } from "../store-error.js";

export interface LockPatience {
  /** How long to wait for whoever holds the lock. */
  readonly waitMs: number;
  /** A lock that has not been renewed for so long was left by a server that is gone. */
  readonly abandonedAfterMs: number;
}

const patience: LockPatience = { waitMs: 300_000, abandonedAfterMs: 60_000 };
const pollMs = 250;

/**
 * Runs the work while no other server migrates the same tables. The lock is a table: of all that create it, the
 * engine lets one succeed. It carries no rows; its comment is renewed while the work goes on.
 */
export async function withMigrationLock<Result>(
  engine: Engine,
  work: () => Promise<Result>,
  { waitMs, abandonedAfterMs }: LockPatience = patience,
): Promise<Result> {
  if (!engine.isShared) return work();
  const deadlineMs = performance.now() + waitMs;
  while (!(await tryLock(engine))) {
    const ageMs = await lockAge(engine);
    if (ageMs !== undefined && ageMs > abandonedAfterMs) await unlock(engine);
    else if (performance.now() > deadlineMs) throw stillLocked(waitMs);
    else await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const renewal = setInterval(() => {
    // A renewal that fails is made up for by the next one.
    renew(engine).catch(() => {});
  }, abandonedAfterMs / 4);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await unlock(engine);
  }
}

async function tryLock(engine: Engine): Promise<boolean> {
  try {
    await engine.define("CREATE TABLE migration_lock{{ON_CLUSTER}} (n UInt8) ENGINE = Null");
    return true;
  } catch (error) {
    // Nodes are told in the same order by everybody, so who was first at one is first at all.
    if (error instanceof StoreError && /already exists/i.test(error.message)) return false;
    throw error;
  }
}

/**
 * At the first node last: otherwise somebody would lock that, be refused by the others, and leave a lock behind that
 * nobody has.
 */
function unlock(engine: Engine): Promise<void> {
  const sql = "DROP TABLE IF EXISTS migration_lock{{ON_CLUSTER}} SYNC";
  return engine.define(sql, {}, { isLastFirst: true });
}

function renew(engine: Engine): Promise<void> {
  const at = new Date().toISOString();
  return engine.define(
    `ALTER TABLE migration_lock{{ON_CLUSTER}} MODIFY COMMENT 'A server is migrating, ${at}'`,
  );
}

/** Milliseconds since the lock was made or renewed, by the engine's clock; undefined when it is gone. */
async function lockAge(engine: Engine): Promise<number | undefined> {
  const sql = `SELECT dateDiff('millisecond', metadata_modification_time, now()) AS age
    FROM system.tables WHERE database = currentDatabase() AND name = 'migration_lock'`;
  const [row] = await collectRows(engine.query(sql, {}, { timeoutMs: 10_000 }));
  return row === undefined ? undefined : Number(row["age"]);
}

function stillLocked(waitMs: number): StoreError {
  return new StoreError(
    "STORE_LOCKED",
    `Expected the other server that migrates these tables to be done within ${waitMs / 1000} s. ` +
      "Wait for it; if it is gone, start this one again in a minute.",
  );
}
