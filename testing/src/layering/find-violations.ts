import type { Room } from "./house.js";
import { resolveRelative, withoutExtension, type Import, type Module } from "./read-modules.js";

/** One sentence for each import of `modules` that the rules of `room` forbid. */
export function findViolations(room: Room, modules: readonly Module[]): string[] {
  const files = new Map(modules.map((module) => [withoutExtension(module.path), module]));
  return modules.flatMap((module) => [
    ...module.imports.flatMap((entry) => checkImport(room, module, entry)),
    ...checkLayer(room, module, files),
  ]);
}

function checkImport(room: Room, module: Module, entry: Import): string[] {
  const { specifier } = entry;
  const said = `${module.path} imports "${specifier}"`;
  if (entry.reexportsAll)
    return [`${module.path} exports everything of "${specifier}"; name the exports`];
  const path = resolveRelative(module.path, specifier);
  if (path !== undefined) {
    return path.startsWith(`${room.folder}/`) ? [] : [`${said}, a file of another package`];
  }
  const name = packageOfTheHouse(specifier);
  if (name === undefined) return [];
  if (/^(src|dist)(\/|$)/.test(specifier.slice(name.length + 1))) {
    return [`${said}; import the package, never its files`];
  }
  if (room.imports.includes(name)) return [];
  if (!room.lazyImports.includes(name)) return [`${said}, which ${room.name} may not import`];
  return entry.kind === "static" ? [`${said} at load time; use import() or import its types`] : [];
}

/**
 * Follows the imports of a layered file through files of no layer until the next layered file, so that a detour
 * over an innocent file is still seen.
 */
function checkLayer(room: Room, start: Module, files: ReadonlyMap<string, Module>): string[] {
  const layer = layerOf(room, start.path);
  if (layer === undefined) return [];
  const violations: string[] = [];
  const seen = new Set([start]);
  const pending = [start];
  for (let module = pending.pop(); module !== undefined; module = pending.pop()) {
    for (const next of importedModules(module, files)) {
      if (seen.has(next)) continue;
      seen.add(next);
      const nextLayer = layerOf(room, next.path);
      if (nextLayer === undefined) pending.push(next);
      else if (!mayReach(room, start.path, next.path)) {
        const detour = module === start ? "" : ` through ${module.path}`;
        violations.push(
          `${start.path} imports ${next.path}${detour}; nothing points from ${layer} to it`,
        );
      }
    }
  }
  return violations;
}

function importedModules(module: Module, files: ReadonlyMap<string, Module>): Module[] {
  return module.imports.flatMap(
    ({ specifier }) => files.get(resolveRelative(module.path, specifier) ?? "") ?? [],
  );
}

function mayReach(room: Room, from: string, to: string): boolean {
  const fromLayer = layerOf(room, from) ?? "";
  const toLayer = layerOf(room, to) ?? "";
  if (fromLayer !== toLayer) return (room.layers[fromLayer] ?? []).includes(toLayer);
  if (!room.separate.includes(fromLayer)) return true;
  const [fromChild, toChild] = [childOf(room, fromLayer, from), childOf(room, toLayer, to)];
  return fromChild === undefined || toChild === undefined || fromChild === toChild;
}

function layerOf(room: Room, path: string): string | undefined {
  const inside = path.slice(room.folder.length + 1);
  return Object.keys(room.layers).find((name) => inside === name || inside.startsWith(`${name}/`));
}

/** The folder directly inside a layer in which a file lies; undefined for files at the layer's top. */
function childOf(room: Room, layer: string, path: string): string | undefined {
  const parts = path.slice(`${room.folder}/${layer}/`.length).split("/");
  return parts.length > 1 ? parts[0] : undefined;
}

function packageOfTheHouse(specifier: string): string | undefined {
  return /^(honeyhive|@honeyhive\/[^/]+)(?=\/|$)/.exec(specifier)?.[0];
}
