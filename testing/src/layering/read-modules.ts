import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

export interface Import {
  readonly specifier: string;
  readonly kind: "static" | "type" | "dynamic";
  /** `export * from`, which hides what a module promises. */
  readonly reexportsAll: boolean;
}

export interface Module {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly imports: readonly Import[];
}

/** Reads the modules below `folder`, in a stable order, with what they import. */
export function readModules(root: string, folder: string): Module[] {
  return listFiles(root, folder).map((path) => ({
    path,
    imports: findImports(readFileSync(join(root, path), "utf8")),
  }));
}

const statement =
  /^\s*(?<verb>import|export)\s+(?<type>type\s)?(?<what>[^;"'`]*?\bfrom\s+)?"(?<specifier>[^"\n]+)"/gm;
const dynamicImport = /\bimport\(\s*"(?<specifier>[^"\n]+)"\s*\)/g;

export function findImports(source: string): Import[] {
  const statements = [...source.matchAll(statement)].map(({ groups = {} }) => ({
    specifier: groups["specifier"] ?? "",
    kind: groups["type"] === undefined ? ("static" as const) : ("type" as const),
    reexportsAll: groups["verb"] === "export" && /^\*\s+from/.test(groups["what"] ?? ""),
  }));
  const dynamic = [...source.matchAll(dynamicImport)].map(({ groups = {} }) => ({
    specifier: groups["specifier"] ?? "",
    kind: "dynamic" as const,
    reexportsAll: false,
  }));
  return [...statements, ...dynamic];
}

/** The repository path that a relative import stands for, without its extension; undefined for packages. */
export function resolveRelative(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  return withoutExtension(posix.join(posix.dirname(from), specifier));
}

export function withoutExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, "");
}

function listFiles(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !/^(\..*|node_modules|dist|fixtures)$/.test(entry.name))
    .map((entry) => ({ path: posix.join(folder, entry.name), isFolder: entry.isDirectory() }))
    .flatMap(({ path, isFolder }) =>
      isFolder ? listFiles(root, path) : isSource(path) ? [path] : [],
    )
    .sort();
}

/** Tests, and what they share, may use more than what they test. */
function isSource(path: string): boolean {
  const isOfTests = /\.(test|test-d|d)\.tsx?$/.test(path) || path.includes("/src/testing/");
  return /\.tsx?$/.test(path) && !isOfTests;
}
