import { spawn } from "node:child_process";

/** What shells say of a process that SIGHUP has ended. */
const hungUp = 129;

/**
 * Runs this program with other arguments. The child leads a group of its own, so that Ctrl-C reaches it once, from here,
 * and not from the terminal as well.
 */
export function runChild(argv: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const program = [...process.execArgv, process.argv[1] ?? "", ...argv];
    const child = spawn(process.execPath, program, {
      stdio: "inherit",
      detached: process.platform !== "win32",
    });
    const interrupt = (): void => void child.kill("SIGINT");
    const kill = (): void => void child.kill("SIGKILL");
    // A closed terminal tells this process alone, and would end it without an `exit`.
    const hangUp = (): void => process.exit(hungUp);
    signal.addEventListener("abort", interrupt, { once: true });
    process.once("exit", kill).once("SIGHUP", hangUp);
    child.on("error", reject);
    child.on("close", () => {
      signal.removeEventListener("abort", interrupt);
      process.off("exit", kill).off("SIGHUP", hangUp);
      resolve();
    });
  });
}
