import { pathToFileURL } from "node:url";

import type { JitiOptions } from "jiti";

import { decoratedFields } from "./decorated-fields.js";
import { findTsconfig } from "./find-tsconfig.js";
import type { NamedTsconfigs } from "./named-tsconfigs.js";

/** What a file exports as its default. TypeScript and JSX run as they are, as the `tsconfig.json` above the file says. */
export async function importDefault(path: string, tsconfigs: NamedTsconfigs): Promise<unknown> {
  if (!/\.[cm]?js$/.test(path)) return importCompiled(path, tsconfigs);
  try {
    const loaded = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
    return isCompiled(loaded.default) ? loaded.default.default : loaded.default;
  } catch (error) {
    if (isOfTypeScript(error)) return importCompiled(path, tsconfigs);
    throw error;
  }
}

/** What Node says of JavaScript that imports TypeScript which it does not run. */
function isOfTypeScript(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ERR_UNKNOWN_FILE_EXTENSION" || code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX";
}

async function importCompiled(path: string, tsconfigs: NamedTsconfigs): Promise<unknown> {
  const { createJiti } = await import("jiti");
  const options = await readOptions(path, tsconfigs);
  const compiler = createJiti(import.meta.url, { ...options, fsCache: false });
  const loader = createJiti(import.meta.url, {
    ...options,
    transform: (source) => ({ code: keepDescriptors(compiler.transform(source)) }),
  });
  return loader.import(path, { default: true });
}

/** Where metadata are not loaded, jiti decorates with a function that gives the prototype in place of the descriptor. */
function keepDescriptors(code: string): string {
  return code.replaceAll(
    /(Reflect\.metadata\?\.\("design:\w+", .*?\) \|\| )\(\((\w+)\) => \2\)/g,
    "$1(() => undefined)",
  );
}

/** Compilers to CommonJS put the default beside the other exports. */
function isCompiled(exported: unknown): exported is { readonly default: unknown } {
  return (
    typeof exported === "object" &&
    exported !== null &&
    "default" in exported &&
    ("__esModule" in exported || Object.keys(exported).length === 1)
  );
}

const extensions = [
  "js",
  "mjs",
  "cjs",
  "ts",
  "tsx",
  "mts",
  "cts",
  "mtsx",
  "ctsx",
  "jsx",
  "json",
].map((name) => `.${name}`);

/** For which TypeScript assigns the values of fields, and makes none without a value. */
const assigningTarget = /^es([356]|20(1\d|2[01]))$/i;

async function readOptions(path: string, tsconfigs: NamedTsconfigs): Promise<JitiOptions> {
  const found = await findTsconfig(path);
  const compilerOptions = found?.config.compilerOptions ?? {};
  const { baseUrl, jsx, jsxFactory, jsxFragmentFactory, jsxImportSource, paths } = compilerOptions;
  const { target = "esnext", useDefineForClassFields = !assigningTarget.test(target) } =
    compilerOptions;
  const hasPaths = (baseUrl ?? paths) !== undefined;
  const isClassic = jsx === "react";
  const jsxOptions: JitiOptions["jsx"] = isClassic
    ? {
        runtime: "classic",
        ...(jsxFactory === undefined ? {} : { pragma: jsxFactory }),
        ...(jsxFragmentFactory === undefined ? {} : { pragmaFrag: jsxFragmentFactory }),
      }
    : {
        runtime: "automatic",
        ...(jsxImportSource === undefined ? {} : { importSource: jsxImportSource }),
      };
  return {
    // Those of jiti, and one.
    extensions: [...extensions],
    // Of what decides how a text is compiled: jiti keeps that on disk.
    cacheVersion: `honeyhive 2 ${JSON.stringify([jsxOptions, useDefineForClassFields])}`,
    transformOptions: { babel: { plugins: [decoratedFields(useDefineForClassFields)] } },
    ...(found === undefined || !hasPaths
      ? {}
      : { tsconfigPaths: await tsconfigs.find(found.path) }),
    jsx: jsxOptions,
  };
}
