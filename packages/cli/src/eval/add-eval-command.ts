import type { Command } from "commander";

import { CliError, exitCodes } from "../cli-error.js";
import type { CliIo } from "../cli-io.js";
import { withEvalFlags, type EvalFlags } from "./eval-flags.js";
import { runEvaluations } from "./run-evaluations.js";
import { watchEvaluations } from "./watch-evaluations.js";

/** `honeyhive eval [files]`: runs the evaluations that files export. */
export function addEvalCommand(program: Command, io: CliIo): void {
  const command = program
    .command("eval")
    .argument("[files...]", "files, folders or patterns (default: *.eval.ts below this folder)")
    .description("Run evaluations.");
  withEvalFlags(command).action(async (files: string[], flags: EvalFlags) => {
    const exitCode = await (flags.watch === true ? watchEvaluations : runEvaluations)(
      files,
      flags,
      io,
    );
    if (exitCode !== exitCodes.ok) throw new CliError("", exitCode);
  });
}
