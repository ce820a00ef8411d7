/**
 * The store host: a process of its own that owns chDB. See README.md for why it is a process, and why it is
 * killed instead of exiting.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Session } from "chdb";

import { makeDirectory } from "../../lib/make-directory.js";
import {
  dialectSettings,
  insertSettings,
  toAssignments,
  toLiteral,
  toSetStatement,
} from "../dialect.js";
import type { QueryParams } from "../engine.js";
import { writeOwner } from "./owner.js";
import type { HostOptions, HostReply, HostRequest } from "./protocol.js";
import { ReadSignals, ReadWindow } from "./read-window.js";
import { SessionPool } from "./session-pool.js";
import {
  cancelledMessage,
  engineSettings,
  readerSettings,
  toErrorCode,
  writerSettings,
} from "./settings.js";

type Query = Extract<HostRequest, { kind: "query" }>;

const database = "honeyhive";
interface RunningQuery {
  readonly controller: AbortController;
  readonly signals: ReadSignals;
}

interface Pools {
  readonly writer: SessionPool;
  /** For people's questions, which may be slow. */
  readonly readers: SessionPool;
  /** For what writes must know first: no number of slow questions may stop them. */
  readonly writersReader: SessionPool;
}

/** Queries that wait or run. */
const queries = new Map<number, RunningQuery>();

await main(JSON.parse(process.argv[2] ?? "{}") as HostOptions);

async function main(options: HostOptions): Promise<void> {
  // An orphan would keep the lock on the data directory.
  process.on("disconnect", die);
  // Ctrl-C reaches the whole process group; the server decides when the store may go.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => {});
  const openSession = await loadChdb(options);
  try {
    // Stays open and unused: chDB holds the data directory only while a session is open.
    await openSession();
    writeOwner(options.dataDir, options.serverPid);
  } catch (error) {
    await reply({ kind: "refused", code: "STORE_UNAVAILABLE", message: messageOf(error) });
    die();
  }
  const openWith = (settings: Readonly<Record<string, string | number>>) => async () => {
    const session = await openSession();
    await session.queryAsync(toSetStatement(settings));
    return session;
  };
  const pools = {
    writer: new SessionPool(1, openWith(writerSettings)),
    readers: new SessionPool(options.readers, openWith(readerSettings)),
    writersReader: new SessionPool(1, openWith(readerSettings)),
  };
  process.on("message", (request: HostRequest) => {
    void answer(request, pools);
  });
  await reply({ kind: "ready" });
}

async function loadChdb(options: HostOptions): Promise<() => Promise<Session>> {
  const storeDir = join(options.dataDir, "store");
  const configFile = join(options.dataDir, "store-config.xml");
  try {
    // Traces are private to whoever runs the server.
    makeDirectory(storeDir);
    writeFileSync(configFile, engineSettings(options.memoryBytes));
  } catch (error) {
    const message =
      `expected its data directory \`${options.dataDir}\` to be one that can be written, got ${messageOf(error)}. ` +
      "Give it another directory, or the right to write there.";
    await reply({ kind: "refused", code: "STORE_UNAVAILABLE", message });
    return die();
  }
  try {
    const chdb = await import("chdb");
    return async () => {
      const session = new chdb.Session(storeDir, {
        connectionArgs: [`--config-file=${configFile}`],
      });
      await session.queryAsync(`CREATE DATABASE IF NOT EXISTS ${database}`);
      await session.queryAsync(`USE ${database}`);
      await session.queryAsync(toSetStatement(dialectSettings));
      return session;
    };
  } catch (error) {
    await reply({ kind: "refused", code: "STORE_MISSING", message: messageOf(error) });
    return die();
  }
}

async function answer(request: HostRequest, pools: Pools): Promise<void> {
  if (request.kind === "cancel") {
    queries.get(request.id)?.controller.abort();
    return;
  }
  if (request.kind === "more") {
    queries.get(request.id)?.signals.read();
    return;
  }
  const { id } = request;
  try {
    if (request.kind === "query") {
      await answerQuery(request, request.isForWrite ? pools.writersReader : pools.readers);
    } else await pools.writer.use((session) => runWrite(session, request));
    await reply({ kind: "done", id });
  } catch (error) {
    const code = toErrorCode(request.kind, messageOf(error));
    await reply({ kind: "failed", id, code, message: messageOf(error) });
  }
}

async function answerQuery(request: Query, readers: SessionPool): Promise<void> {
  const controller = new AbortController();
  const running = { controller, signals: new ReadSignals(controller.signal) };
  queries.set(request.id, running);
  try {
    await readers.use((session) => runQuery(session, request, running));
  } catch (error) {
    throw controller.signal.aborted ? new Error(cancelledMessage, { cause: error }) : error;
  } finally {
    queries.delete(request.id);
  }
}

async function runQuery(
  session: Session,
  request: Query,
  { controller: { signal }, signals }: RunningQuery,
): Promise<void> {
  signal.throwIfAborted();
  const window = new ReadWindow();
  const seconds = Math.max(0.01, request.timeoutMs / 1000);
  const limits = request.isUnbounded ? ", max_result_bytes = 0" : "";
  const sql = `${request.sql}\nSETTINGS max_execution_time = ${seconds}${limits}`;
  for await (const chunk of session.queryStreamBind(sql, toBindable(request.params), { signal })) {
    const ndjson = chunk.raw();
    await reply({ kind: "chunk", id: request.id, ndjson });
    // Otherwise a slow reader would hold the whole answer in memory.
    if (window.add(ndjson.length)) await signals.next();
  }
  // A stream that was stopped ends like one that is complete.
  signal.throwIfAborted();
}

async function runWrite(
  session: Session,
  request: Extract<HostRequest, { kind: "insert" | "command" }>,
): Promise<void> {
  if (request.kind === "command") {
    await session.queryBindAsync(request.sql, toBindable(request.params));
    return;
  }
  const { table, lines, sizeBytes, token, columns } = request;
  const settings = insertSettings(token, sizeBytes);
  const format = columns === undefined ? "JSONEachRow" : "TabSeparated";
  if (typeof lines === "string") {
    const into = columns === undefined ? table : `${table} (${columns.join(", ")})`;
    await session.queryAsync(
      `INSERT INTO ${into} FROM INFILE ${toLiteral(lines)} COMPRESSION 'none'
      SETTINGS ${toAssignments(settings)} FORMAT ${format}`,
    );
    return;
  }
  await session.insert({
    table,
    values: lines,
    ...(columns === undefined ? {} : { columns: [...columns] }),
    format,
    settings,
  });
}

/** The binding takes whole numbers beyond 2⁵³ as text alone; the statement says what they are. */
function toBindable(params: QueryParams): QueryParams {
  const entries = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER ? String(value) : value,
  ]);
  return Object.fromEntries(entries) as QueryParams;
}

/** Resolves when the message is on its way. */
function reply(message: HostReply): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) return resolve();
    process.send(message, () => resolve());
  });
}

/** chDB crashes in its destructors while merges are running; a killed process has none. */
function die(): never {
  process.kill(process.pid, "SIGKILL");
  throw new Error("unreachable");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
