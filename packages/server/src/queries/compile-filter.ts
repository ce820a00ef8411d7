import type { DateRange, EventFilter, FilterType } from "@honeyhive/contract";

import { toSessionId } from "../lib/session-id.js";
import { toUnixMs } from "../lib/times.js";
import { fieldNames, findEventField, type EventField } from "./event-field.js";

export interface Condition {
  readonly sql: string;
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
}

/** A filter that cannot be understood. */
export class FilterError extends Error {
  override readonly name = "FilterError";
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** Longer values and names do not fit into what a store is asked. */
const maxValueLength = 30_000;
const maxNameLength = 1000;
/** Each filter and each step of its field into an object is a part of the question, which may have so many. */
const maxParts = 300;

/** Filters that all have to match. */
export function compileFilters(filters: readonly EventFilter[]): Condition[] {
  const parts = filters.reduce((total, { field }) => total + 2 + field.split(".").length, 0);
  if (filters.length > 1 && parts > maxParts) {
    throw new FilterError(
      "filters",
      `Expected \`filters\` of at most ${maxParts} parts, two for each and one for each step of its \`field\`, got ${parts}. ` +
        "Ask several questions.",
    );
  }
  return filters.map(compileFilter);
}

/** A filter as SQL. Values and keys are parameters, never part of the text. */
function compileFilter(filter: EventFilter, index: number): Condition {
  const prefix = `filter${index}`;
  checkLength(`filters.${index}.field`, filter.field, maxNameLength);
  if (typeof filter.value === "string") {
    checkLength(`filters.${index}.value`, filter.value, maxValueLength);
  }
  const field = findEventField(filter.field, prefix);
  if (field === undefined) {
    throw new FilterError(
      `filters.${index}.field`,
      `Expected \`filters.${index}.field\` to be one of ${fieldNames.join(", ")}, got \`${filter.field}\`.`,
    );
  }
  const given = { field, filter, index, name: `${prefix}_value` };
  switch (filter.operator) {
    case "exists":
      return { sql: `(${field.exists})`, params: field.params };
    case "not exists":
      return { sql: `NOT (${field.exists})`, params: field.params };
    case "is":
      return equals(given);
    case "is not":
      return not(equals(given));
    case "contains":
      return contains(given);
    case "not contains":
      return not(contains(given));
    case "greater than":
      return compares(given, ">");
    case "less than":
      return compares(given, "<");
    case "after":
      return compares({ ...given, isTime: true }, ">");
    case "before":
      return compares({ ...given, isTime: true }, "<");
    default:
      filter.operator satisfies never;
      throw new TypeError(`Unknown operator: ${String(filter.operator)}`);
  }
}

function checkLength(path: string, text: string, most: number): void {
  if (text.length <= most) return;
  const expected = `at most ${most} characters, got ${text.length}`;
  throw new FilterError(
    path,
    `Expected \`${path}\` to have ${expected}. Ask for a part with \`contains\`.`,
  );
}

export function compileDateRange(range: DateRange | undefined): Condition[] {
  const bounds = [
    ["$gte", ">=", range?.$gte],
    ["$lte", "<=", range?.$lte],
  ] as const;
  return bounds.flatMap(([key, operator, value], index) => {
    if (value === undefined) return [];
    const name = `range${index}`;
    const micros = readMicros(value, `dateRange.${key}`);
    const sql = `events.start_time ${operator} fromUnixTimestamp64Micro({${name}:Int64}, 'UTC')`;
    return [{ sql, params: { [name]: micros } }];
  });
}

interface Given {
  readonly field: EventField;
  readonly filter: EventFilter;
  readonly index: number;
  /** Of the parameter that carries the value. */
  readonly name: string;
  readonly isTime?: boolean;
}

function equals(given: Given): Condition {
  const { field, filter, name } = given;
  if (filter.value === null) return { sql: `NOT (${field.exists})`, params: field.params };
  const type = filter.type ?? inferType(filter.value, field);
  if (type === "datetime") return compares({ ...given, isTime: true }, "=");
  if (type === "number") return compares(given, "=");
  const text = toStoredId(filter.field, asText(given));
  // What is not there reads as an empty text, too.
  const isThere = text === "" && field.kind === "json" ? ` AND (${field.exists})` : "";
  const equal = {
    sql: `(${field.text} = {${name}:String}${isThere})`,
    params: { ...field.params, [name]: text },
  };
  if (field.termKey === undefined || !isTerm(text)) return equal;
  const hasTerm = `has(events.metadata_terms, {${name}_term:String})`;
  const params = { [`${name}_term`]: `${field.termKey}=${text}` };
  // With one `=` the term can be of no other key and value, but what is null has the term of the text.
  if (!`${field.termKey}${text}`.includes("=") && text !== "null") return { sql: hasTerm, params };
  return { sql: `(${hasTerm} AND ${equal.sql})`, params: { ...equal.params, ...params } };
}

/** Ids are stored in one spelling. */
function toStoredId(field: string, text: string): string {
  if (field === "session_id") return toSessionId(text);
  return field === "event_id" || field === "parent_id" ? text.toLowerCase() : text;
}

/** Whether all events with this value have it as a term. Objects, lists, nothing and long texts are none. */
function isTerm(text: string): boolean {
  return text !== "" && text.length <= maxTermLength && !/^[[{]/.test(text);
}

/** Longer values may not be among the terms, where they are escaped. */
const maxTermLength = 200;

function contains(given: Given): Condition {
  const { field, name } = given;
  const text = asText(given);
  // Five times as fast, and the same for text that has no letters beyond ASCII.
  const position = isAscii(text) ? "positionCaseInsensitive" : "positionCaseInsensitiveUTF8";
  const isIn = (haystack: string): string => `${position}(${haystack}, {${name}:String}) > 0`;
  // What the whole bucket lacks need not be looked for in its values.
  const words = field.words === undefined ? [] : wordsToFind(text);
  const conditions = [
    ...words.map((_, index) => `${field.words} LIKE {${name}_word${index}:String}`),
    ...(field.bucket !== undefined && isSameInJson(text) ? [isIn(field.bucket)] : []),
    isIn(field.text),
  ];
  const patterns = words.map((word, index) => [`${name}_word${index}`, `%${word}%`]);
  return {
    sql: `(${conditions.join(" AND ")})`,
    params: { ...field.params, ...Object.fromEntries(patterns), [name]: text },
  };
}

/** Whether a value that holds the text holds it as JSON too: nothing is escaped, and it is no part of a number. */
function isSameInJson(text: string): boolean {
  return /^[\w .,:;!?()-]+$/.test(text) && isInNoNumber(text);
}

/**
 * The longest words of a text, in small letters, which JSON with the text has as well: what an index of words finds.
 * Two, because each costs a scan where there is no index.
 */
function wordsToFind(text: string): readonly string[] {
  // Kelvin's sign is a small k to who looks for other texts than ASCII, and not to the index.
  const word = isAscii(text) ? /[A-Za-z0-9]+/g : /[A-JL-Za-jl-z0-9]+/g;
  const words = (text.match(word) ?? [])
    .filter((found) => found.length >= shortestWord && isInNoNumber(found))
    .map((found) => found.toLowerCase());
  return [...new Set(words)].toSorted((a, b) => b.length - a.length).slice(0, 2);
}

/** Shorter ones are in too many of an index's words. */
const shortestWord = 4;

function isInNoNumber(text: string): boolean {
  return /[a-df-z]/i.test(text);
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

function compares(given: Given, operator: "=" | ">" | "<"): Condition {
  const { field, filter, index, name } = given;
  const isTime = given.isTime === true || filter.type === "datetime" || field.kind === "time";
  const left = isTime && field.kind === "json" ? jsonTime(field) : field.number;
  const value = isTime
    ? readTime(filter.value, `filters.${index}.value`)
    : readNumber(filter.value, `filters.${index}.value`);
  return {
    sql: `ifNull(${left} ${operator} {${name}:Float64}, false)`,
    params: { ...field.params, [name]: value },
  };
}

function not(condition: Condition): Condition {
  return { ...condition, sql: `NOT ${condition.sql}` };
}

/** Times inside buckets are ISO text or Unix milliseconds. */
function jsonTime(field: EventField): string {
  const parsed = `toUnixTimestamp64Milli(parseDateTime64BestEffortOrNull(${field.text}, 3, 'UTC'))`;
  return `coalesce(${field.number}, ${parsed})`;
}

/** The official TypeScript SDK sends no type, and every value as text. */
function inferType(value: unknown, field: EventField): FilterType {
  if (field.kind === "time") return "datetime";
  if (field.kind === "number") return "number";
  if (typeof value === "number") return "number";
  const isNumeric =
    typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
  // As numbers 3 and 3.0 are equal; a key such as `007` is not asked for as a number.
  return isNumeric && field.kind === "json" && String(Number(value)) === value
    ? "number"
    : "string";
}

function asText({ filter, index }: Given): string {
  const { value } = filter;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new FilterError(
    `filters.${index}.value`,
    `Expected \`filters.${index}.value\` to be text, a number or a boolean, got \`${JSON.stringify(value) ?? "nothing"}\`.`,
  );
}

function readNumber(value: unknown, path: string): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number === "boolean") return Number(number);
  if (typeof number === "number" && Number.isFinite(number)) return number;
  throw new FilterError(path, `Expected \`${path}\` to be a number, got \`${String(value)}\`.`);
}

/** Times that columns of times can hold. */
const earliestMs = Date.UTC(1900, 0, 1);
const latestMs = Date.UTC(2200, 0, 1);

/** Unix microseconds. Times that no event can have become the earliest or the latest one. */
export function readMicros(value: unknown, path: string): number {
  if (value === Infinity || value === -Infinity) return (value > 0 ? latestMs : earliestMs) * 1000;
  const ms = Math.min(Math.max(readTime(value, path), earliestMs), latestMs);
  return Math.round(ms * 1000);
}

/** Unix milliseconds from ISO 8601 text or a Unix time. */
function readTime(value: unknown, path: string): number {
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number) && value !== "")
    return toUnixMs(number);
  const parsed = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(parsed)) return parsed;
  throw new FilterError(
    path,
    `Expected \`${path}\` to be ISO 8601 text or Unix milliseconds, got \`${String(value)}\`.`,
  );
}
