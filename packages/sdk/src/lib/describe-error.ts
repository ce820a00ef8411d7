import { serialise } from "./serialise.js";

export interface ErrorDescription {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
}

const maxMessageLength = 10_000;

/** Anything can be thrown, errors of other realms and values that cannot be read included. Never throws. */
export function describeError(error: unknown): ErrorDescription {
  if (typeof error !== "object" || error === null) {
    const message =
      typeof error === "function" ? serialise(error, maxMessageLength).text : String(error);
    return { name: typeof error, message, stack: undefined };
  }
  const name = nameOf(error);
  const message = readText(error, "message");
  if (name === undefined && message === undefined) {
    return { name: "object", message: serialise(error, maxMessageLength).text, stack: undefined };
  }
  return {
    name: name || "Error",
    message: message || name || "an error without a message",
    stack: readText(error, "stack"),
  };
}

/** Many classes leave `name` as all errors have it, and are told by their own; a name of a minifier tells nothing. */
function nameOf(error: object): string | undefined {
  const name = readText(error, "name");
  if (name !== "Error") return name;
  try {
    const className: unknown = error.constructor.name;
    return typeof className === "string" && className.endsWith("Error") ? className : name;
  } catch {
    // As below.
    return name;
  }
}

function readText(owner: object, key: string): string | undefined {
  try {
    const value = (owner as Readonly<Record<string, unknown>>)[key];
    if (value === undefined || typeof value === "string") return value;
    return serialise(value, maxMessageLength).text;
  } catch {
    // A getter or a proxy that throws: an error that cannot describe itself.
    return undefined;
  }
}
