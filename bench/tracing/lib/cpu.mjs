import { readFileSync } from "node:fs";

/** Microseconds of CPU that the process has used: its main thread, and all of its threads. */
export function readCpu() {
  const { user, system } = process.cpuUsage();
  return { mainUs: readMainThread() ?? user + system, allUs: user + system };
}

/** Linux keeps the time of each thread; elsewhere all threads have to do. */
function readMainThread() {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(
      " ",
    );
    return Number(nanoseconds) / 1000;
  } catch {
    // No /proc here.
    return undefined;
  }
}

export function cpuSince(before) {
  const now = readCpu();
  return { mainUs: now.mainUs - before.mainUs, allUs: now.allUs - before.allUs };
}
