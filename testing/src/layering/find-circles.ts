import { resolveRelative, withoutExtension, type Module } from "./read-modules.js";

/**
 * One sentence for each circle of neighbours, which are the files and folders of one folder: what imports each other can
 * only be read, changed and taken away together. Types count, and so does what is imported when needed.
 */
export function findCircles(modules: readonly Module[]): string[] {
  return [...readNeighbours(modules).values()].flatMap((neighbours) =>
    [...neighbours.keys()].flatMap((start) => {
      const circle = shortestCircle(start, neighbours);
      // Each circle is told once, by the first of its members.
      return circle === undefined || circle.some((name) => name < start)
        ? []
        : describe(circle, neighbours);
    }),
  );
}

/** What the files and folders of one folder import of each other, each with an import that shows it. */
type Neighbours = Map<string, Map<string, string>>;

function readNeighbours(modules: readonly Module[]): Map<string, Neighbours> {
  const paths = new Map(modules.map(({ path }) => [withoutExtension(path), path]));
  const found = new Map<string, Neighbours>();
  for (const { path, imports } of modules) {
    for (const { specifier } of imports) {
      const target = paths.get(resolveRelative(path, specifier) ?? "");
      if (target === undefined || target === path) continue;
      const { folder, from, to } = whereTheyPart(path, target);
      const neighbours: Neighbours = found.get(folder) ?? new Map();
      const imported = neighbours.get(from) ?? new Map<string, string>();
      if (!imported.has(to)) imported.set(to, `${path} imports "${specifier}"`);
      found.set(folder, neighbours.set(from, imported));
    }
  }
  return found;
}

/** The last folder that both files are in, and the file or folder in it through which each is reached. */
function whereTheyPart(
  path: string,
  target: string,
): { readonly folder: string; readonly from: string; readonly to: string } {
  const [one, other] = [path.split("/"), target.split("/")];
  const depth = one.findIndex((part, index) => part !== other[index]);
  const childOf = (parts: readonly string[]): string =>
    parts.slice(0, depth + 1).join("/") + (depth + 1 < parts.length ? "/" : "");
  return { folder: one.slice(0, depth).join("/"), from: childOf(one), to: childOf(other) };
}

/** From `start` back to it, over as few others as there can be. */
function shortestCircle(start: string, neighbours: Neighbours): string[] | undefined {
  const ways = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    for (const next of neighbours.get(way.at(-1) ?? "")?.keys() ?? []) {
      if (next === start) return way;
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

function describe(circle: readonly string[], neighbours: Neighbours): string {
  const imports = circle.map((from, index) => {
    const to = circle[(index + 1) % circle.length] ?? "";
    return neighbours.get(from)?.get(to) ?? "";
  });
  return `${circle.join(" → ")} → ${circle[0] ?? ""}: ${imports.join(", ")}`;
}
