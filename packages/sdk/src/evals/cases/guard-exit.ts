import type { OpenRun } from "../runs/open-run.js";

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
  const onExit = (exitCode: number): void => {
    const { journal, record, recorded } = run;
    const ended = (journal?.count ?? 0) + (recorded?.cases.size ?? 0);
    journal?.close();
    const hint =
      journal?.isWritten === true
        ? `${ended} of ${total} cases had ended. Resume with evaluate({ …, resume: "${record.runId}" }) ` +
          `or npx honeyhive eval <file> --resume ${record.runId}`
        : "It has no journal and cannot be resumed.";
    process.stderr.write(
      `[honeyhive] The process ends in the middle of an evaluation, with exit code ${exitCode}. ${hint}\n`,
    );
    if (exitCode === 0) process.exitCode = failed;
  };
  process.once("exit", onExit);
  return () => void process.off("exit", onExit);
}
