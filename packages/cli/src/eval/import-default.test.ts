import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { importDefault } from "./import-default.js";
import { NamedTsconfigs } from "./named-tsconfigs.js";

async function imported(entry: string, files: Readonly<Record<string, string>>): Promise<unknown> {
  await using folder = await makeTemporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder.path, name)), { recursive: true });
    await writeFile(join(folder.path, name), text);
  }
  return await importDefault(join(folder.path, entry), new NamedTsconfigs());
}

test.each<[string, string, Record<string, string>, unknown]>([
  [
    "paths of tsconfig",
    "deep/a.eval.ts",
    {
      "tsconfig.json":
        '{ "compilerOptions": { /* of ours */ "paths": { "@app/*": ["./src/*"] } } }',
      "src/one.ts": "export const one: number = 1;",
      "deep/a.eval.ts": 'import { one } from "@app/one"; export default one;',
    },
    1,
  ],
  [
    "paths of the project that a tsconfig refers to",
    "src/a.eval.ts",
    {
      "tsconfig.json":
        '{ "files": [], "references": [{ "path": "./node" }, { "path": "./tsconfig.app.json" }] }',
      "node/tsconfig.json":
        '{ "compilerOptions": { "paths": { "@/*": ["./none/*"] } }, "include": ["."] }',
      "tsconfig.app.json":
        '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } }, "include": ["src"] }',
      "src/one.ts": "export const one: number = 1;",
      "src/a.eval.ts": 'import { one } from "@/one"; export default one;',
    },
    1,
  ],
  [
    "paths of a project beside which the file is",
    "evals/a.eval.ts",
    {
      "tsconfig.json": '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
      "tsconfig.app.json":
        '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } }, "include": ["src"] }',
      "src/one.ts": "export const one: number = 1;",
      "evals/a.eval.ts": 'import { one } from "@/one"; export default one;',
    },
    1,
  ],
  [
    "names below the baseUrl of a tsconfig that is extended",
    "deep/a.eval.ts",
    {
      "tsconfig.json": '{ "extends": "./config/base.json" }',
      "config/base.json": '{ "compilerOptions": { "baseUrl": "../src" } }',
      "src/lib/two.ts": "export const two: number = 2;",
      "node_modules/lib/index.js": "exports.three = 3;",
      "deep/a.eval.ts": `
        import { two } from "lib/two";
        import { three } from "lib";
        export default two + three;`,
    },
    5,
  ],
  [
    "JSX as tsconfig says",
    "a.eval.tsx",
    {
      "tsconfig.json": '{ "compilerOptions": { "jsx": "react", "jsxFactory": "h" } }',
      "a.eval.tsx": 'const h = (...words: unknown[]) => words; export default <b id="x">{1}</b>;',
    },
    ["b", { id: "x" }, 1],
  ],
  [
    "JSX in JavaScript",
    "a.eval.jsx",
    {
      "part.jsx": "export const part = (h) => <i>{1 + 1}</i>;",
      "tsconfig.json": '{ "compilerOptions": { "jsx": "react", "jsxFactory": "h" } }',
      "a.eval.jsx":
        'import { part } from "./part";\nconst h = (tag, props, child) => tag + child;\nexport default part(h);',
    },
    "i2",
  ],
  [
    "JSX of a runtime",
    "a.eval.tsx",
    {
      "tsconfig.json": '{ "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "ours" } }',
      "node_modules/ours/jsx-runtime.js": "exports.jsx = (type, props) => [type, props];",
      "a.eval.tsx": "export default <b>{1}</b>;",
    },
    ["b", { children: 1 }],
  ],
  [
    "enums, namespaces, decorators, parameter properties and top-level await",
    "a.eval.ts",
    {
      "tsconfig.json": '{ "compilerOptions": { "experimentalDecorators": true } }',
      "a.eval.ts": `
        enum Kind { One = "one" }
        namespace Space { export const two = 2; }
        function twice(_: unknown, __: string, found: PropertyDescriptor): PropertyDescriptor {
          const { value } = found;
          return { ...found, value(this: Own, by: number): number { return 2 * value.call(this, by); } };
        }
        class Own { constructor(private readonly by: number) {} @twice three(by: number) { return by * this.by; } }
        export default [Kind.One, Space.two, new Own(3).three(await Promise.resolve(1))];
      `,
    },
    ["one", 2, 6],
  ],
  [
    "decorated fields as they are defined for new targets",
    "a.eval.ts",
    {
      "tsconfig.json":
        '{ "compilerOptions": { "experimentalDecorators": true, "target": "ES2022" } }',
      "a.eval.ts": `
        const columns: string[] = [];
        const Column = (more = "") => (on: object, name: string): void => {
          columns.push(on.constructor.name + "." + name + more);
        };
        const Entity = (on: { table?: number }): void => { on.table = columns.length; };
        @Entity class Own {
          @Column() name!: string;
          @Column("1") @Column("2") size: number = 3;
          @Column() "last name"?: string;
          @Column() static count = 4;
          declare static table: number;
          constructor(@((_: unknown, __: undefined, at: number) => void columns.push(String(at))) readonly by: number) {}
        }
        const { size, by } = new Own(5);
        export default [columns, Own.count, Own.table, size, by, "name" in new Own(5)];
      `,
    },
    [
      ["Own.name", "Own.size2", "Own.size1", "Own.last name", "Function.count", "0"],
      4,
      6,
      3,
      5,
      true,
    ],
  ],
  [
    "decorated fields without a value as decorators define them, for older targets",
    "a.eval.ts",
    {
      "tsconfig.json":
        '{ "compilerOptions": { "experimentalDecorators": true, "target": "ES2021" } }',
      "a.eval.ts": `
        const Inject = (value: string) => (on: object, name: string): void => {
          Object.defineProperty(on, name, { get: () => value });
        };
        const asGetter = (): object => ({ get: () => 2 });
        class Own { @Inject("one") one!: string; @asGetter two!: number; }
        const { one, two } = new Own();
        export default [one, two];
      `,
    },
    ["one", 2],
  ],
  [
    "what a compiler made for CommonJS",
    "a.eval.js",
    {
      "package.json": '{ "type": "commonjs" }',
      "a.eval.js":
        'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = 1; exports.b = 2;',
    },
    1,
  ],
])("imports %s", async (_, entry, files, expected) => {
  expect(await imported(entry, files)).toEqual(expected);
});

test("says where a tsconfig is wrong", async () => {
  const files = { "tsconfig.json": '{ "extends": "./none.json" }', "a.eval.ts": "" };
  await expect(imported("a.eval.ts", files)).rejects.toThrow("none.json");
});
