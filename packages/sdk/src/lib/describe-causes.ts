import { describeError } from "./describe-error.js";
import { readProperty } from "./read-property.js";

const maxLevels = 5;
const maxErrors = 10;
const maxLength = 10_000;
/** Of a cause that is no error. */
const maxTextLength = 1000;

/**
 * Why an error came to be, to be put behind its stack: its causes and the errors that it gathers, with their stacks, as
 * Node's `inspect` words them. About 10,000 UTF-16 units at most; no text for an error that has none. Never throws.
 */
export function describeCauses(error: unknown): string {
  const text = causesOf(error, { ancestors: [], remaining: maxLength });
  return shorten(text, maxLength);
}

interface Walk {
  readonly ancestors: unknown[];
  /** Errors that know each other have more paths than can be walked: what would be cut anyway is not even read. */
  remaining: number;
}

function causesOf(error: unknown, walk: Walk): string {
  if (typeof error !== "object" || error === null) return "";
  const cause = readCause(error);
  const errors = readErrors(error);
  if (cause === undefined && errors === undefined) return "";
  walk.ancestors.push(error);
  let text = cause === undefined ? "" : `\n[cause]: ${describeReason(cause, walk)}`;
  if (errors !== undefined) text += `\n[errors]: [${describeAll(errors, walk)}\n]`;
  walk.ancestors.pop();
  return indent(text);
}

function describeAll({ first, more }: Errors, walk: Walk): string {
  const texts = first.map((error) => describeReason(error, walk));
  if (more > 0) texts.push(`... ${more} more items`);
  return indent(`\n${texts.join(",\n")}`);
}

function describeReason(reason: unknown, walk: Walk): string {
  if (walk.remaining <= 0) return "[…]";
  if (walk.ancestors.includes(reason)) return "[Circular]";
  if (walk.ancestors.length > maxLevels) return "[Too deep]";
  const { name, message, stack } = describeError(reason);
  const text = name === typeof reason ? message : `${name}: ${message}`;
  const own = stack ? shorten(stack, walk.remaining) : shorten(text, maxTextLength);
  walk.remaining -= own.length;
  return own + causesOf(reason, walk);
}

/** Some classes have a method of this name. */
function readCause(error: object): unknown {
  const cause = readProperty(error, "cause");
  return cause === null || typeof cause === "function" ? undefined : cause;
}

interface Errors {
  readonly first: readonly unknown[];
  /** How many others there are. */
  readonly more: number;
}

/** Only the error's own: what classes derive under this name is in their messages. */
function readErrors(error: object): Errors | undefined {
  try {
    const errors = Object.hasOwn(error, "errors") ? readProperty(error, "errors") : undefined;
    if (!Array.isArray(errors) || errors.length === 0) return undefined;
    const length = Math.min(errors.length, maxErrors);
    const first = Array.from({ length }, (_, index) => readProperty(errors, index));
    return { first, more: errors.length - length };
  } catch {
    // A proxy that refuses.
    return undefined;
  }
}

function indent(text: string): string {
  return text.replaceAll("\n", "\n  ");
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
