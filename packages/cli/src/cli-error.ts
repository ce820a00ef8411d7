export const exitCodes = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** A failure whose message is for the user. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.failed) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What went wrong, and at its end the command that helps, unless it names one or a flag. */
export function withHelp(message: string, command: string): string {
  if (/honeyhive \w|--\w/.test(message)) return message;
  // The last line of many may be a path.
  return `${message}${message.includes("\n") ? "\n" : " "}See ${command} --help`;
}
