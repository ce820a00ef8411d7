import type { Bucket } from "@honeyhive/contract";

import type { AttributeNames } from "./attribute-names.js";
import { fill, type EventDraft } from "./event-draft.js";

/** Where one or more fields of an event come from: the first source that is there, converted. */
export interface Rule {
  readonly bucket: Bucket;
  readonly targets: readonly string[];
  readonly sources: readonly string[];
  /** Undefined means that the value is none; it then stays an ordinary attribute. */
  readonly convert: (value: unknown) => unknown;
}

export function rule(
  bucket: Bucket,
  targets: string | readonly string[],
  sources: string | readonly string[],
  convert: (value: unknown) => unknown = (value) => value,
): Rule {
  const toList = (names: string | readonly string[]): readonly string[] =>
    typeof names === "string" ? [names] : names;
  return { bucket, targets: toList(targets), sources: toList(sources), convert };
}

/** Applies a table. A source may feed several rules; it is taken once all have seen it. */
export function applyRules(draft: EventDraft, rules: readonly Rule[]): void {
  const used: string[] = [];
  const relevant = draft.bag.names.relevant(rules, isAbout);
  for (const { bucket, targets, sources, convert } of relevant) {
    const first = sources.find((source) => draft.bag.peek(source) !== undefined);
    if (first === undefined) continue;
    const value = draft.bag.peek(first);
    const converted = convert(value);
    if (converted === undefined) continue;
    for (const target of targets) fill(draft, bucket, target, converted);
    // Another spelling of the same value says nothing new; one with another value stays.
    used.push(...sources.filter((source) => draft.bag.peek(source) === value));
  }
  for (const source of used) draft.bag.take(source);
}

function isAbout({ sources }: Rule, names: AttributeNames): boolean {
  return sources.some((source) => names.has(source));
}
