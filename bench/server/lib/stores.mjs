import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
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

/** Takes the store's files out of the system's cache: what is read next comes from the disk. Needs Python 3. */
export async function evictFiles(folder) {
  await promisify(execFile)("python3", ["-c", evict, join(folder, "store")]);
}

const evict = `
import os, sys
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        try:
            file = os.open(os.path.join(folder, name), os.O_RDONLY)
        except FileNotFoundError:
            continue  # A merge has removed it meanwhile.
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)
`;
