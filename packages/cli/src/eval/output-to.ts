import type { TerminalOutput } from "honeyhive";

import type { CliIo } from "../cli-io.js";

/** The terminal of a command, with results on the stream that is given. */
export function outputTo(stdout: TerminalOutput["stdout"], io: CliIo): TerminalOutput {
  const { stderr, isTerminal = false, sharedWith } = io;
  return {
    stdout,
    stderr,
    isTerminal,
    sharedWith,
    get columns() {
      return io.columns ?? 80;
    },
  };
}
