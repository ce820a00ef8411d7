import { describeContent } from "./google/describe-content.js";
import { describeEmbeddings } from "./google/describe-embeddings.js";
import { readPath } from "./read.js";
import { traceMethods, type WrapOptions } from "./trace-method.js";

const methods = {
  generateContent: describeContent,
  generateContentStream: describeContent,
  embedContent: describeEmbeddings,
};

/**
 * Traces what is at `path`: the part of a client that asks models, or its prototype. What a client's method calls for
 * each of its requests is followed instead of it, so that each answer counts where functions are called in between.
 */
export function traceModels(
  owner: object,
  path: readonly string[],
  options: WrapOptions = {},
): boolean {
  const models = readPath(owner, path);
  const traced = Object.entries(methods).map(([method, describe]) => {
    const request = `${method}Internal`;
    return { path, name: typeof models?.[request] === "function" ? request : method, describe };
  });
  traceMethods(owner, traced, options);
  return models !== undefined;
}

/** Records the calls of every client of the module `@google/genai`: of those made before, too. */
export function instrumentGoogleGenAI(module: object): void {
  const found = [["Models"], ["default", "Models"]].filter((path) =>
    traceModels(module, [...path, "prototype"]),
  );
  if (found.length === 0) {
    throw new TypeError('expected the module, `import * as genai from "@google/genai"`.');
  }
}
