import { throwSite } from "../../lib/throw-site.js";
import type { OpenRun } from "../runs/open-run.js";
import { listenTogether } from "./listen-together.js";

const failed = 1;

/**
 * Says so when the process ends in the middle of a run: evaluated functions may call `process.exit()`, and an error that
 * nobody catches ends the program. What has ended is written to the journal first. An exit that claims success fails: the
 * run has not ended. @returns what takes the guard away
 */
export function guardExit(
  run: Pick<OpenRun, "journal" | "record" | "recorded">,
  total: number,
): () => void {
  const onExit = (exitCode: unknown): void => {
    const { journal, record, recorded } = run;
    const ended = (journal?.endedCount ?? 0) + (recorded?.cases.size ?? 0);
    journal?.close();
    const hint =
      journal?.isWritten === true
        ? `${ended} of ${total} cases had ended. Resume with evaluate({ …, resume: "${record.runId}" }) ` +
          `or npx honeyhive eval <file> --resume ${record.runId}`
        : "It has no journal and cannot be resumed.";
    // Whoever calls `process.exit()` waits for this.
    const site = throwSite(new Error("for its stack").stack);
    const caller = site === undefined ? "" : `: process.exit() was called at ${site}`;
    process.stderr.write(
      `[honeyhive] The process ends in the middle of an evaluation, with exit code ${String(exitCode)}${caller}. ${hint}
`,
    );
    if (exitCode === 0) process.exitCode = failed;
  };
  return listenTogether("exit", onExit);
}
