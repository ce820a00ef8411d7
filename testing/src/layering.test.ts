import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { findCircles } from "./layering/find-circles.js";
import { findViolations } from "./layering/find-violations.js";
import { house } from "./layering/house.js";
import { findImports, readModules, type Module } from "./layering/read-modules.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("the layers of the house", () => {
  it.each(house)("$name imports only what it may", (room) => {
    expect(findViolations(room, readModules(root, room.folder))).toEqual([]);
  });

  it.each(house)("$name has no files or folders that import each other", (room) => {
    expect(findCircles(readModules(root, room.folder))).toEqual([]);
  });

  it.each(house.filter(({ layers }) => Object.keys(layers).length > 0))(
    "$name says of each of its folders where it stands",
    (room) => {
      const folders = readModules(root, room.folder).flatMap(({ path }) => {
        const [first, ...rest] = path.slice(room.folder.length + 1).split("/");
        return rest.length === 0 ? [] : (first ?? []);
      });
      expect(new Set(folders)).toEqual(new Set(Object.keys(room.layers)));
    },
  );

  it("are read from more than a handful of files", () => {
    const count = house.reduce((sum, room) => sum + readModules(root, room.folder).length, 0);
    expect(count).toBeGreaterThan(50);
  });
});

describe("findViolations", () => {
  it("reports packages that are not in the table", () => {
    expect(
      check("honeyhive", { "tracer/tracer.ts": `import { a } from "@honeyhive/server";` }),
    ).toEqual([
      'packages/sdk/src/tracer/tracer.ts imports "@honeyhive/server", which honeyhive may not import',
    ]);
  });

  it("reports files of another package", () => {
    expect(
      check("honeyhive", {
        "a.ts": `import { a } from "@honeyhive/contract/src/event.js";`,
        "b.ts": `import { a } from "../../contract/src/event.js";`,
      }),
    ).toEqual([
      'packages/sdk/src/a.ts imports "@honeyhive/contract/src/event.js"; import the package, never its files',
      'packages/sdk/src/b.ts imports "../../contract/src/event.js", a file of another package',
    ]);
  });

  it("allows lazy imports only lazily", () => {
    expect(
      check("@honeyhive/cli", {
        "dev.ts": `const { startServer } = await import("@honeyhive/server");`,
        "runs.ts": `import type { Server } from "@honeyhive/server";`,
        "eval.ts": `import { evaluate } from "honeyhive";`,
      }),
    ).toEqual([
      'packages/cli/src/eval.ts imports "honeyhive" at load time; use import() or import its types',
    ]);
  });

  it("reports a layer that points back, also through a file of no layer", () => {
    expect(
      check("honeyhive", {
        "encode/serialise.ts": `import { limit } from "../options.js";`,
        "options.ts": `import { queue } from "./pipeline/queue.js";`,
        "pipeline/queue.ts": `export const queue = [];`,
      }),
    ).toEqual([
      "packages/sdk/src/encode/serialise.ts imports packages/sdk/src/pipeline/queue.ts through packages/sdk/src/options.ts; nothing points from encode to it",
    ]);
  });

  it("reports a feature that imports another feature, and not its own files", () => {
    expect(
      check("@honeyhive/web", {
        "features/runs/table.tsx": `import {\n  Row,\n} from "./row.js";\nimport { Tree } from "../traces/tree.js";`,
        "features/runs/row.tsx": "",
        "features/traces/tree.tsx": "",
      }),
    ).toEqual([
      "apps/web/src/features/runs/table.tsx imports apps/web/src/features/traces/tree.tsx; nothing points from features to it",
    ]);
  });

  it("reports `export *`", () => {
    expect(check("@honeyhive/contract", { "index.ts": `export * from "./event.js";` })).toEqual([
      'packages/contract/src/index.ts exports everything of "./event.js"; name the exports',
    ]);
  });
});

describe("findCircles", () => {
  it("reports files that import each other, if only for types or when needed", () => {
    const files = {
      "a.ts": `import type { B } from "./b.js";`,
      "b.ts": `const { c } = await import("./c.js");`,
      "c.ts": `export { a } from "./a.js";`,
      "d.ts": `import { a } from "./a.js";`,
    };
    expect(findCircles(modulesOf("src", files))).toEqual([
      'src/a.ts → src/b.ts → src/c.ts → src/a.ts: src/a.ts imports "./b.js", src/b.ts imports "./c.js", src/c.ts imports "./a.js"',
    ]);
  });

  it("reports folders that import each other, though none of their files do", () => {
    const files = {
      "store/store.ts": `import type { Row } from "../rows/row.js";`,
      "rows/row.ts": "",
      "rows/tables/table.ts": `import { put } from "../../store/put.js";`,
      "store/put.ts": "",
    };
    expect(findCircles(modulesOf("src", files))).toEqual([
      'src/rows/ → src/store/ → src/rows/: src/rows/tables/table.ts imports "../../store/put.js", src/store/store.ts imports "../rows/row.js"',
    ]);
  });

  it("allows a file to import a folder that imports the file's neighbours", () => {
    const files = {
      "schemas.ts": `import { event } from "./schemas/event.js";`,
      "schemas/event.ts": `import type { Event } from "../event.js";`,
      "event.ts": "",
    };
    expect(findCircles(modulesOf("src", files))).toEqual([]);
  });
});

/** Checks made-up files, given by their path inside the package. */
function check(name: string, files: Readonly<Record<string, string>>): string[] {
  const room = house.find((candidate) => candidate.name === name);
  if (room === undefined) throw new Error(`No package is called ${name}.`);
  return findViolations(room, modulesOf(room.folder, files));
}

function modulesOf(folder: string, files: Readonly<Record<string, string>>): Module[] {
  return Object.entries(files).map(([path, source]) => ({
    path: `${folder}/${path}`,
    imports: findImports(source),
  }));
}
