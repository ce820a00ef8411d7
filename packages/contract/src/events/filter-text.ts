import { filterOperators, type EventFilter, type FilterOperator } from "./filter.js";

/**
 * A filter as people write it, `metadata.customer is acme`; undefined where the text is none. The field ends before the
 * first operator, unless it is in quotes as JSON has them.
 */
export function parseFilter(text: string): EventFilter | undefined {
  const trimmed = text.trim();
  const end = trimmed.startsWith('"') ? quotedEnd(trimmed) : plainEnd(trimmed);
  if (end === undefined) return undefined;
  const field = readField(trimmed.slice(0, end));
  const rest = trimmed.slice(end + 1);
  const operator = operatorOf(rest);
  if (field === undefined || operator === undefined) return undefined;
  const value = rest.slice(operator.length + 1);
  if (!takesValue(operator)) return value === "" ? { field, operator } : undefined;
  return value === "" ? undefined : { field, operator, value };
}

export function filterText({ field, operator, value }: EventFilter): string {
  const rest = takesValue(operator) ? `${operator} ${String(value)}` : operator;
  const isPlain = !/^["\s]|\s$|\n/.test(field) && plainEnd(`${field} ${rest}`) === field.length;
  return `${isPlain ? field : JSON.stringify(field)} ${rest}`;
}

/** Where a field ends that is followed by an operator. */
function plainEnd(text: string): number | undefined {
  for (const { index } of text.matchAll(/(?<=\S) /g)) {
    if (operatorOf(text.slice(index + 1)) !== undefined) return index;
  }
  return undefined;
}

function quotedEnd(text: string): number | undefined {
  return /^"(?:[^"\\]|\\.)*"(?= )/.exec(text)?.[0].length;
}

function readField(text: string): string | undefined {
  if (!text.startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    // It looks like JSON and has an escape that JSON has not.
    return undefined;
  }
}

function operatorOf(rest: string): FilterOperator | undefined {
  return operatorsByLength.find((name) => rest === name || rest.startsWith(`${name} `));
}

export function takesValue(operator: FilterOperator): boolean {
  return operator !== "exists" && operator !== "not exists";
}

/** `is not` before `is`. */
const operatorsByLength = filterOperators.toSorted((left, right) => right.length - left.length);
