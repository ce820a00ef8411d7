import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

import { describe, expect, test } from "vitest";

import { temporaryDirectory } from "../../testing/temporary-directory.js";
import { until } from "../../testing/until.js";
import { collectRows, type Row } from "../collect-rows.js";
import { isRunning } from "../../lib/is-running.js";
import { ChdbEngine } from "./chdb-engine.js";

/**
 * What chDB's binding does wrong when it is used in the server's own process. That rows of a failed query are in
 * no later result, and that a query is stopped with its reader, is said of every engine in
 * `engine-conformance.ts`; with one reader, as it runs for chDB, both would show.
 */
describe("a defect of chDB's binding harms no server:", () => {
  test("its library, which crashes worker threads and occupies libuv's, is not loaded", async () => {
    await using fixture = await openEngine();
    await select(fixture.engine, "SELECT 1");
    const loaded = createRequire(import.meta.url).cache;
    expect(Object.keys(loaded).filter((path) => /[\\/]chdb[\\/]/.test(path))).toEqual([]);
    if (process.platform !== "linux") return;
    expect(await readFile("/proc/self/maps", "utf8")).not.toContain("libchdb");
  });

  test("a worker thread that used the store ends without ending the process", async () => {
    await using directory = await temporaryDirectory();
    const script = join(directory.path, "worker.mjs");
    await writeFile(
      script,
      `${openingScript(directory.path)}
       await engine.command("CREATE TABLE seen (n UInt8) ENGINE = MergeTree ORDER BY n");
       await engine.insert("seen", Buffer.from('{"n":7}'), { token: "1" });
       await engine.close();`,
    );
    const worker = new Worker(script);
    expect(await once(worker, "exit")).toEqual([0]);
  });

  test.each([
    ["after it is closed", "await engine.close(); process.exit(0);"],
    ["without closing it", "process.exit(0);"],
  ])("a process exits cleanly right after writing, %s, and keeps what it wrote", async (_, end) => {
    await using directory = await temporaryDirectory();
    const script = join(directory.path, "server.mjs");
    await writeFile(
      script,
      `${openingScript(directory.path)}
       await engine.command("CREATE TABLE seen (n UInt32) ENGINE = MergeTree ORDER BY n");
       process.stdout.write(String(engine.hostPid));
       for (let n = 0; n < 40; n++) {
         await engine.insert("seen", Buffer.from(JSON.stringify({ n })), { token: String(n) });
       }
       ${end}`,
    );
    const server = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
    let hostPid = "";
    server.stdout.setEncoding("utf8").on("data", (text: string) => (hostPid += text));
    expect(await once(server, "close")).toEqual([0, null]);
    // Its host ends a moment later, and holds the directory until then.
    await until(() => !isRunning(Number(hostPid)));
    await using fixture = await openEngine(directory.path);
    expect(await select(fixture.engine, "SELECT count() AS rows FROM seen")).toEqual([
      { rows: 40 },
    ]);
  });

  test("a query with parameters does not wait for another one's end", async () => {
    await using fixture = await openEngine();
    const finished: string[] = [];
    const slow = collectRows(
      fixture.engine.query(
        "SELECT sleepEachRow({seconds:Float64}) FROM numbers(1)",
        { seconds: 2.5 },
        { timeoutMs: 20_000 },
      ),
    ).then(() => finished.push("slow"));
    const quick = Array.from({ length: 12 }, () =>
      collectRows(
        fixture.engine.query("SELECT {n:UInt8} AS n", { n: 1 }, { timeoutMs: 20_000 }),
      ).then(() => finished.push("quick")),
    );
    await Promise.all([slow, ...quick]);
    expect(finished.at(-1)).toBe("slow");
  });

  test("files are read while every reader of the store is busy", async () => {
    await using fixture = await openEngine();
    const finished: string[] = [];
    const slow = Array.from({ length: 8 }, () =>
      select(fixture.engine, "SELECT sleepEachRow(1) FROM numbers(1)").then(() =>
        finished.push("query"),
      ),
    );
    const files = Array.from({ length: 8 }, () =>
      stat(import.meta.filename).then(() => finished.push("file")),
    );
    await Promise.all([...slow, ...files]);
    expect(finished.slice(0, 8)).toEqual(Array(8).fill("file"));
  });

  test("closing waits for no query", async () => {
    await using fixture = await openEngine();
    const slow = select(fixture.engine, "SELECT sleepEachRow(2.9) FROM numbers(1)");
    const failure = expect(slow).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await fixture.engine.close();
    await failure;
  });
});

interface Fixture extends AsyncDisposable {
  readonly engine: ChdbEngine;
}

async function openEngine(existing?: string): Promise<Fixture> {
  const directory = await temporaryDirectory();
  const engine = await ChdbEngine.start({ dataDir: existing ?? directory.path });
  return {
    engine,
    [Symbol.asyncDispose]: async () => {
      await engine.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}

function select(engine: ChdbEngine, sql: string): Promise<Row[]> {
  return collectRows(engine.query(sql, {}, { timeoutMs: 20_000 }));
}

/** Other threads and processes run from built JavaScript. */
function openingScript(dataDir: string): string {
  const host = createRequire(import.meta.url).resolve("@honeyhive/server/store-host");
  const engineUrl = pathToFileURL(join(host, "../chdb-engine.js")).href;
  return `import { ChdbEngine } from ${JSON.stringify(engineUrl)};
    const engine = await ChdbEngine.start({ dataDir: ${JSON.stringify(dataDir)} });`;
}
