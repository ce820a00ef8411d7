/** What a command may touch. Data goes to `stdout`, talk to `stderr`. */
export interface CliIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Resolves when the user or the system asks the program to stop. */
  readonly untilInterrupted: () => Promise<void>;
  /** Whether `stderr` is a terminal, on which a line can be drawn again. Default false. */
  readonly isTerminal?: boolean;
  /** Of the terminal. Default 80. */
  readonly columns?: number;
  /** Runs another command line in a process of its own, on this terminal; `signal` interrupts it as Ctrl-C does. */
  readonly runChild?: (argv: readonly string[], signal: AbortSignal) => Promise<void>;
}
