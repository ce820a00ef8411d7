export interface JsonLine {
  /** Path of the value, such as `$.messages.0`; closing lines end in `/`. */
  readonly id: string;
  readonly depth: number;
  readonly key: string | undefined;
  /** What stands on this line: a bracket or a whole value. */
  readonly text: string;
  readonly kind: "open" | "close" | "string" | "literal";
  /** Set on lines that can be folded: what is hidden when they are. */
  readonly fold?: { readonly isFolded: boolean; readonly count: number };
}

interface Step {
  readonly value: unknown;
  readonly key: string | undefined;
  readonly id: string;
  readonly depth: number;
  readonly closes?: string;
}

/**
 * A JSON value as the lines to show. `toggled` holds the ids whose fold differs from the default, which
 * is to fold what lies deeper than `openDepth` or has more than `openCount` entries.
 */
export function jsonLines(
  value: unknown,
  toggled: ReadonlySet<string>,
  options: { readonly openDepth: number; readonly openCount: number; readonly maxLines: number },
): readonly JsonLine[] {
  const lines: JsonLine[] = [];
  const stack: Step[] = [{ value, key: undefined, id: "$", depth: 0 }];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    if (lines.length >= options.maxLines) break;
    const { id, key, depth } = step;
    if (step.closes !== undefined) {
      lines.push({ id, key: undefined, depth, text: step.closes, kind: "close" });
      continue;
    }
    const entries = toEntries(step.value);
    if (entries === undefined) {
      lines.push({ id, key, depth, ...toScalar(step.value) });
      continue;
    }
    const [open, close] = Array.isArray(step.value) ? ["[", "]"] : ["{", "}"];
    const count = entries.length;
    if (count === 0) {
      lines.push({ id, key, depth, text: `${open}${close}`, kind: "literal" });
      continue;
    }
    const isFoldedByDefault = depth > options.openDepth || count > options.openCount;
    const isFolded = toggled.has(id) !== isFoldedByDefault;
    lines.push({
      id,
      key,
      depth,
      text: isFolded ? `${open} … ${close}` : open,
      kind: "open",
      fold: { isFolded, count },
    });
    if (isFolded) continue;
    stack.push({ value: undefined, key: undefined, id: `${id}/`, depth, closes: close });
    for (let index = count - 1; index >= 0; index--) {
      const [name, child] = entries[index] ?? ["", undefined];
      const childKey = Array.isArray(step.value) ? undefined : name;
      stack.push({ value: child, key: childKey, id: `${id}.${name}`, depth: depth + 1 });
    }
  }
  return lines;
}

function toEntries(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  return typeof value === "object" && value !== null ? Object.entries(value) : undefined;
}

function toScalar(value: unknown): Pick<JsonLine, "text" | "kind"> {
  if (typeof value === "string") return { text: value, kind: "string" };
  return { text: value === undefined ? "undefined" : JSON.stringify(value), kind: "literal" };
}
