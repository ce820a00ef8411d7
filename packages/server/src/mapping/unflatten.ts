/**
 * Turns `{"a.b": 1, "a.c": 2}` into `{a: {b: 1, c: 2}}`, and keys that count up from 0 into arrays.
 * Where a name is both a value and a parent, the longer name stays flat.
 */
export function unflatten(
  flat: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (!hasNested(flat)) return flat;
  const root: Branch = new Map();
  // Shorter names first, so that a value is in place before a name that wants to be below it.
  const entries = Object.entries(flat)
    .map(([key, value]) => ({ key, value, path: key.split(".") }))
    .toSorted((left, right) => left.path.length - right.path.length);
  for (const { key, value, path } of entries) if (!place(root, path, value)) root.set(key, value);
  return toObject(root);
}

/** Most objects have nothing to unfold. */
function hasNested(flat: object): boolean {
  for (const key in flat) if (key.includes(".")) return true;
  return false;
}

/** A map made here: objects that come as values are values, and do not grow. */
type Branch = Map<string, unknown>;

/** Deeper names than this come from data, not from a naming scheme. */
const maxDepth = 32;

function place(root: Branch, path: readonly string[], value: unknown): boolean {
  if (path.length === 1 || path.length > maxDepth || path.includes("")) return false;
  let branch = root;
  for (const name of path.slice(0, -1)) {
    if (!branch.has(name)) branch.set(name, new Map());
    const next = branch.get(name);
    if (!(next instanceof Map)) return false;
    branch = next as Branch;
  }
  const last = path.at(-1) ?? "";
  if (branch.has(last)) return false;
  branch.set(last, value);
  return true;
}

function toObject(branch: Branch): Record<string, unknown> {
  return Object.fromEntries([...branch].map(([key, value]) => [key, finish(value)]));
}

function finish(value: unknown): unknown {
  if (!(value instanceof Map)) return value;
  const branch = value as Branch;
  const indexes = [...branch.keys()].map(Number).toSorted((left, right) => left - right);
  const isArray = indexes.every((index, position) => index === position);
  return isArray ? indexes.map((index) => finish(branch.get(String(index)))) : toObject(branch);
}
