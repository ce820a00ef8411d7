import type { KeepsSpan } from "../core/tracer-core.js";
import { isClientSpan } from "./client-spans.js";

/** Names of spans to keep and to drop: whole names, or how they begin. What is excluded is never included. */
export interface SpanNameFilters {
  /** Only these are kept. Default: all. */
  readonly include?: readonly SpanNamePattern[] | undefined;
  readonly exclude?: readonly SpanNamePattern[] | undefined;
}

/** A string is the whole name. */
export type SpanNamePattern =
  | string
  | { readonly prefix: string }
  | { readonly exact: string }
  /** The form of the Python SDK. */
  | { readonly type: "prefix" | "exact"; readonly value: string };

/** Instrumentations of what every program does; a trace of a model call drowns in their spans. */
const noisyScopes: readonly string[] = [
  "@opentelemetry/instrumentation-fs",
  "@opentelemetry/instrumentation-dns",
  "@opentelemetry/instrumentation-net",
  "@opentelemetry/instrumentation-connect",
  "@opentelemetry/instrumentation-express",
  "@opentelemetry/instrumentation-koa",
  "@opentelemetry/instrumentation-router",
  "@opentelemetry/instrumentation-lru-memoizer",
  "@opentelemetry/instrumentation-generic-pool",
  "next.js",
];

export function createSpanFilter(filters: SpanNameFilters, keepsNoise: boolean): KeepsSpan {
  const include = (filters.include ?? []).map(toMatcher);
  const exclude = (filters.exclude ?? []).map(toMatcher);
  return ({ name, scopeName, isServer }) => {
    if (isClientSpan(scopeName, name)) return false;
    if (!keepsNoise && !isServer && noisyScopes.includes(scopeName)) return false;
    if (exclude.some((matches) => matches(name))) return false;
    return include.length === 0 || include.some((matches) => matches(name));
  };
}

/** Whether the spans of an instrumentation are kept for nothing but what happens inside them. */
export function createNoiseFilter(keepsNoise: boolean): (scopeName: string) => boolean {
  return (scopeName) => !keepsNoise && noisyScopes.includes(scopeName);
}

/** What is wrong with filters that a program without types gave. Undefined when nothing is. */
export function checkFilters(filters: unknown): string | undefined {
  if (typeof filters !== "object" || filters === null) return undefined;
  for (const [key, patterns] of Object.entries(filters)) {
    if (key !== "include" && key !== "exclude") return `\`${key}\``;
    if (patterns === undefined) continue;
    if (!Array.isArray(patterns) || !patterns.every(isPattern)) return `such a \`${key}\``;
  }
  return undefined;
}

function isPattern(pattern: unknown): boolean {
  if (typeof pattern === "string") return true;
  if (typeof pattern !== "object" || pattern === null) return false;
  const { prefix, exact, type, value } = pattern as Readonly<Record<string, unknown>>;
  if (typeof prefix === "string" || typeof exact === "string") return true;
  return (type === "prefix" || type === "exact") && typeof value === "string";
}

function toMatcher(pattern: SpanNamePattern): (name: string) => boolean {
  if (typeof pattern === "string") return (name) => name === pattern;
  if ("prefix" in pattern) return (name) => name.startsWith(pattern.prefix);
  if ("exact" in pattern) return (name) => name === pattern.exact;
  return pattern.type === "prefix"
    ? (name) => name.startsWith(pattern.value)
    : (name) => name === pattern.value;
}
