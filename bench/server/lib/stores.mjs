import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { seedRuns } from "../measurements/runs.mjs";
import { runRawEngine, startServer } from "./processes.mjs";
import { sendEvents } from "./send.mjs";

/** Events that are sent to a server as clients send them; the rest are copies of what it made of them. */
const sentEvents = 40_000;
const cases = 500;

/** The folder of a store with so many events, filled unless an earlier run has left it, and what to ask it for. */
export async function openStore(dataDir, rows) {
  const folder = join(dataDir, String(rows));
  const sampleFile = join(folder, "sample.json");
  try {
    return { folder, sample: JSON.parse(readFileSync(sampleFile, "utf8")) };
  } catch {
    // Not there, or not completed.
  }
  const unfinished = `${folder}.part`;
  for (const left of [folder, unfinished]) rmSync(left, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const server = await startServer(unfinished);
  await sendEvents(server, { first: 0, count: sentEvents, batchSize: 1000, clients: 2 });
  const sample = await seedRuns(server, cases);
  await server.stop();
  await runRawEngine(unfinished, "fill", rows);
  writeFileSync(join(unfinished, "sample.json"), JSON.stringify(sample));
  renameSync(unfinished, folder);
  return { folder, sample };
}

/** Takes the store's files out of the system's cache: what is read next comes from the disk. */
export async function evictFiles(folder) {
  const files = readdirSync(join(folder, "store"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const script = 'for file; do dd if="$file" iflag=nocache count=0 status=none; done';
  for (let start = 0; start < files.length; start += 500) {
    const some = files.slice(start, start + 500);
    // A merge may have removed a file meanwhile.
    await promisify(execFile)("sh", ["-c", script, "sh", ...some]).catch(() => {});
  }
}
