import { hostname } from "node:os";

import { collectRows } from "../collect-rows.js";
import type { Engine } from "../engine.js";
import { StoreError } from "../store-error.js";

export interface LockPatience {
  /** How long to wait for whoever holds the lock. */
  readonly waitMs: number;
  /** A lock that has not been renewed for so long was left by a server that is gone. */
  readonly abandonedAfterMs: number;
}

/** Why work has to wait. */
export interface LockWait {
  /** Of the lock: a process and its machine, as far as it said so. */
  readonly heldBy: string;
  /** Milliseconds since it was last renewed. */
  readonly ageMs: number;
  /** Unless it is renewed meanwhile, the lock is taken over after so many milliseconds. */
  readonly takenOverInMs: number;
  /** After so many milliseconds the work is given up. */
  readonly givenUpInMs: number;
}

/** Called once, when the work has to wait. */
export type OnLockWait = (wait: LockWait) => void;

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
  onWait: OnLockWait = () => {},
): Promise<Result> {
  if (!engine.isShared) return work();
  const deadlineMs = performance.now() + waitMs;
  let isTold = false;
  while (!(await tryLock(engine))) {
    const lock = await readLock(engine);
    if (lock !== undefined && !isTold) {
      isTold = true;
      const takenOverInMs = Math.max(0, abandonedAfterMs - lock.ageMs);
      onWait({ ...lock, takenOverInMs, givenUpInMs: waitMs });
    }
    if (lock !== undefined && lock.ageMs > abandonedAfterMs) await unlock(engine);
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
    await engine.define(
      `CREATE TABLE migration_lock{{ON_CLUSTER}} (n UInt8) ENGINE = Null COMMENT '${describeHolder()}'`,
    );
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
  return engine.define(
    `ALTER TABLE migration_lock{{ON_CLUSTER}} MODIFY COMMENT '${describeHolder()}'`,
  );
}

/** Other each time: a comment that is the same would not count as renewed. */
function describeHolder(): string {
  const machine = hostname().replaceAll(/[^\w.-]/g, "_");
  return `process ${process.pid} on ${machine}, ${new Date().toISOString()}`;
}

/** Undefined when it is gone. Its age is told by the engine's clock. */
async function readLock(engine: Engine): Promise<Pick<LockWait, "heldBy" | "ageMs"> | undefined> {
  const sql = `SELECT dateDiff('millisecond', metadata_modification_time, now()) AS age, comment
    FROM system.tables WHERE database = currentDatabase() AND name = 'migration_lock'`;
  const [row] = await collectRows(engine.query(sql, {}, { timeoutMs: 10_000 }));
  if (row === undefined) return undefined;
  const ageMs = Number(row["age"]);
  // Older servers did not say who they are.
  return { heldBy: String(row["comment"]) || "another server", ageMs };
}

function stillLocked(waitMs: number): StoreError {
  return new StoreError(
    "STORE_LOCKED",
    `Expected the other server that migrates these tables to be done within ${waitMs / 1000} s. ` +
      "Wait for it; if it is gone, start this one again in a minute.",
  );
}
