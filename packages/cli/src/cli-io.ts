import type { TerminalOutput } from "honeyhive";

/** What a command may touch. Data goes to `stdout`, talk to `stderr`. */
export interface CliIo {
  readonly stdout: (text: string) => void;
  /** Keeps `stdout` for what is written through this: what evaluated code prints goes to `stderr` from then on. */
  readonly keepStdout?: () => void;
  readonly stderr: (text: string) => void;
  /** Whether whoever read `stdout` has gone, as `head` does: nobody sees what is written. Default false. */
  readonly isStdoutGone?: () => boolean;
  /** Evaluated code reads the same one. */
  readonly env: Record<string, string | undefined>;
  /** Resolves when the user or the system asks the program to stop. */
  readonly untilInterrupted: () => Promise<void>;
  /** Whether `stderr` is a terminal, on which a line can be drawn again. Default false. */
  readonly isTerminal?: boolean;
  /** Of the terminal. Default 80. */
  readonly columns?: number;
  /** By which evaluated code writes on that terminal, too. Default none. */
  readonly sharedWith?: TerminalOutput["sharedWith"];
  /** Of the terminal that `stdout` is; undefined where it is none: what is read by programs is not made to fit. */
  readonly tableWidth?: number | undefined;
  /** Runs another command line in a process of its own, on this terminal; `signal` interrupts it as Ctrl-C does. */
  readonly runChild?: (argv: readonly string[], signal: AbortSignal) => Promise<void>;
}
