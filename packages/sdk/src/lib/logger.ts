/** Where the SDK speaks: never stdout, never more than one warning per kind. */
export interface Logger {
  warn(message: string): void;
  /** Says it the first time `kind` comes up, then stays silent. */
  warnOnce(kind: string, message: string): void;
  /** The message is only made when it is written. */
  debug(message: () => string): void;
}

export interface LoggerOptions {
  readonly isVerbose: boolean;
  readonly write?: (line: string) => void;
}

export function createLogger(options: LoggerOptions): Logger {
  const said = new Set<string>();
  const write = options.write ?? writeToStderr;
  const warn = (message: string): void => write(`[honeyhive] ${message}`);
  return {
    warn,
    warnOnce: (kind, message) => {
      if (said.has(kind)) return;
      said.add(kind);
      warn(message);
    },
    debug: (message) => {
      if (options.isVerbose) write(`[honeyhive] debug: ${message()}`);
    },
  };
}

function writeToStderr(line: string): void {
  try {
    process.stderr.write(`${line}\n`);
  } catch {
    // A closed stderr must not break the host.
  }
}
