import type { JsonObject } from "@honeyhive/contract";

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object inside JSON text; anything else gives undefined. */
export function parseJsonObject(text: string): JsonObject | undefined {
  const value = parseJson(text);
  return isJsonObject(value) ? value : undefined;
}

/** Deeper values can be parsed but not written again. */
export const maxJsonDepth = 500;

/** The value of JSON text; undefined when it is not JSON, or nested beyond all use. */
export function parseJson(text: string): unknown {
  return isTooDeep(text) ? undefined : parseShallowJson(text);
}

/** The same for text of which is known that it is not nested beyond all use. */
export function parseShallowJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return text.includes("\\u") && halfSurrogate.test(text) ? withWholeCharacters(value) : value;
  } catch {
    // Not JSON: the caller decides what that means.
    return undefined;
  }
}

/** Only an escape can bring half a character into text; where there is none, nothing needs to be looked at. */
const halfSurrogate = /\\u[dD][89a-fA-F]/;

/** Half a character cannot be stored or sent on as UTF-8: it becomes U+FFFD. */
function withWholeCharacters(value: unknown): unknown {
  if (typeof value === "string") return Buffer.from(value).toString();
  if (Array.isArray(value)) return value.map(withWholeCharacters);
  if (!isJsonObject(value)) return value;
  const repaired: JsonObject = {};
  for (const [key, field] of Object.entries(value)) {
    setOwn(repaired, Buffer.from(key).toString(), withWholeCharacters(field));
  }
  return repaired;
}

/** Whether brackets are nested beyond `maxJsonDepth`, in JSON or what begins like it. */
export function isTooDeep(text: string): boolean {
  if (!hasManyBrackets(text)) return false;
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (isInString) {
      if (character === backslash) index += 1;
      else if (character === quote) isInString = false;
    } else if (character === quote) isInString = true;
    else if (character === bracket || character === brace) {
      depth += 1;
      if (depth > maxJsonDepth) return true;
    } else if (character === closingBracket || character === closingBrace) depth -= 1;
  }
  return false;
}

/** Text with few brackets is shallow, and looking for them is faster than reading all of it. */
function hasManyBrackets(text: string): boolean {
  let count = 0;
  for (const opening of ["[", "{"]) {
    for (let at = text.indexOf(opening); at !== -1; at = text.indexOf(opening, at + 1)) {
      count += 1;
      if (count > maxJsonDepth) return true;
    }
  }
  return false;
}

const quote = 0x22;
const backslash = 0x5c;
const bracket = 0x5b;
const closingBracket = 0x5d;
const brace = 0x7b;
const closingBrace = 0x7d;

/** Assigns without ever reaching a setter: a key may be called `__proto__`. */
export function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(object, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else object[key] = value;
}
