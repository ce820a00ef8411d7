import { isJsonObject, parseJson } from "../lib/json.js";

export function toNumber(value: unknown): number | undefined {
  if (value === null || value === "" || typeof value === "boolean") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export function secondsToMs(value: unknown): number | undefined {
  const seconds = toNumber(value);
  return seconds === undefined ? undefined : seconds * 1000;
}

/** JSON text as its value; everything else as it is. */
export function fromJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const parsed = parseJson(value);
  return parsed === undefined ? value : parsed;
}

/** Objects and arrays inside JSON text; a text that happens to be `3` or `null` stays text. */
export function fromJsonStructure(value: unknown): unknown {
  const parsed = fromJson(value);
  return typeof parsed === "object" && parsed !== null ? parsed : value;
}

export function toList(value: unknown): readonly unknown[] {
  const parsed = fromJson(value);
  return Array.isArray(parsed) ? parsed : [parsed];
}

export function toFinishReason(value: unknown): string | undefined {
  if (typeof value !== "string" || value === "") return undefined;
  const reason = value.replaceAll("-", "_");
  return reason === "tool_call" ? "tool_calls" : reason;
}

export function toFinishReasons(value: unknown): readonly string[] {
  return toList(value).flatMap((reason) => toFinishReason(reason) ?? []);
}

const secretHeaders = /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|api-key)$/i;

export function redactHeaders(value: unknown): unknown {
  const headers = fromJson(value);
  if (!isJsonObject(headers)) return headers;
  const entries = Object.entries(headers).map(([name, header]) => [
    name,
    secretHeaders.test(name) ? "[redacted]" : header,
  ]);
  return Object.fromEntries(entries) as unknown;
}
