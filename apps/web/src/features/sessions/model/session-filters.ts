import { filterOperators, type EventFilter, type FilterOperator } from "@honeyhive/contract";

/**
 * Filters as text, one a line, so that links stay readable: `metadata.customer is acme`. Lines that are no filter are
 * left out.
 */
export function parseFilters(text: string | undefined): readonly EventFilter[] {
  return (text ?? "").split("\n").flatMap((line) => {
    const filter = parseFilter(line.trim());
    return filter === undefined ? [] : [filter];
  });
}

export function toFilterText(filters: readonly EventFilter[]): string | undefined {
  return filters.length === 0 ? undefined : filters.map(describeFilter).join("\n");
}

export function describeFilter({ field, operator, value }: EventFilter): string {
  return hasValue(operator) ? `${field} ${operator} ${String(value)}` : `${field} ${operator}`;
}

export function hasValue(operator: FilterOperator): boolean {
  return operator !== "exists" && operator !== "not exists";
}

function parseFilter(line: string): EventFilter | undefined {
  const [, field, rest] = /^(\S+) (.+)$/.exec(line) ?? [];
  if (field === undefined || rest === undefined) return undefined;
  const operator = operatorsByLength.find((name) => rest === name || rest.startsWith(`${name} `));
  if (operator === undefined) return undefined;
  if (!hasValue(operator)) return { field, operator };
  const value = rest.slice(operator.length + 1);
  return value === "" ? undefined : { field, operator, value };
}

/** `is not` before `is`. */
const operatorsByLength = filterOperators.toSorted((left, right) => right.length - left.length);
