import { redact } from "./redact.js";

export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

export const logFormats = ["auto", "json", "text"] as const;
export type LogFormat = (typeof logFormats)[number];

/** What a line says beside its message. `error` may be anything that was thrown. */
export type LogFields = Readonly<Record<string, unknown>>;

export interface ServerLogger {
  readonly debug: (message: string, fields?: LogFields) => void;
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  /** `auto`: text for people at a terminal, JSON for everything else. */
  readonly format: LogFormat;
  readonly output?: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly now?: () => Date;
}

/** One line for each message, to stderr. Secrets are replaced before anything is written. */
export function createLogger(options: LoggerOptions): ServerLogger {
  const { level, format, output = process.stderr, now = () => new Date() } = options;
  const isText = format === "text" || (format === "auto" && output.isTTY === true);
  const render = isText ? renderText : renderJson;
  const at = (own: LogLevel): ServerLogger["info"] => {
    if (logLevels.indexOf(own) < logLevels.indexOf(level)) return () => {};
    return (message, fields = {}) => {
      const line = { time: now().toISOString(), level: own, message, fields };
      output.write(`${render(line)}\n`);
    };
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

interface LogLine {
  readonly time: string;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

function renderJson({ time, level, message, fields }: LogLine): string {
  // What a line is made of wins over fields of the same name.
  return JSON.stringify({ ...redactFields(fields), time, level, message: redact(message) });
}

function renderText({ time, level, message, fields }: LogLine): string {
  const { error, ...others } = redactFields(fields);
  const pairs = Object.entries(others).map(([key, value]) =>
    plain(
      typeof value === "object" ? `${key}=${JSON.stringify(value)}` : `${key}=${String(value)}`,
    ),
  );
  const head = [time.slice(11, 23), level.toUpperCase().padEnd(5), redact(message), ...pairs];
  return [head.join(" "), ...stackLines(error)].join("\n");
}

/** What others sent ends no line, and moves no cursor. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, (sign) =>
    sign < " "
      ? JSON.stringify(sign).slice(1, -1)
      : `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function stackLines(error: unknown): string[] {
  if (typeof error !== "object" || error === null) {
    return error === undefined ? [] : [`  ${plain(String(error))}`];
  }
  const { stack, message, cause } = error as DescribedError;
  const own = (stack ?? message).split("\n").map((line) => `  ${plain(line)}`);
  return cause === undefined ? own : [...own, "  caused by:", ...stackLines(cause)];
}

function redactFields(fields: LogFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, redact(value instanceof Error ? describe(value) : value, key)]),
  );
}

interface DescribedError {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
  readonly stack?: string | undefined;
  readonly cause?: unknown;
}

function describe(error: Error, depth = 0): DescribedError {
  const { name, message, stack, cause } = error;
  const code = "code" in error ? { code: error.code } : {};
  const inner = cause instanceof Error ? describe(cause, depth + 1) : cause;
  return {
    name,
    message,
    ...code,
    stack,
    ...(cause === undefined || depth > 4 ? {} : { cause: inner }),
  };
}
