import { filterOperators, type EventFilter, type FilterOperator } from "./filter.js";

/** A filter as people write it, `metadata.customer is acme`; undefined where the text is none. */
export function parseFilter(text: string): EventFilter | undefined {
  const [, field, rest] = /^(\S+) (.+)$/.exec(text.trim()) ?? [];
  if (field === undefined || rest === undefined) return undefined;
  const operator = operatorsByLength.find((name) => rest === name || rest.startsWith(`${name} `));
  if (operator === undefined) return undefined;
  const value = rest.slice(operator.length + 1);
  if (!takesValue(operator)) return value === "" ? { field, operator } : undefined;
  return value === "" ? undefined : { field, operator, value };
}

export function filterText({ field, operator, value }: EventFilter): string {
  return takesValue(operator) ? `${field} ${operator} ${String(value)}` : `${field} ${operator}`;
}

export function takesValue(operator: FilterOperator): boolean {
  return operator !== "exists" && operator !== "not exists";
}

/** `is not` before `is`. */
const operatorsByLength = filterOperators.toSorted((left, right) => right.length - left.length);
