import { expect, it } from "vitest";

import { createLogger } from "../lib/logger.js";
import { globalRouter } from "../otel/global-router.js";
import { instrumentModules } from "./instrument-modules.js";

async function warningsOf(
  modules: object,
  load?: (name: string) => Promise<unknown>,
): Promise<string[]> {
  const lines: string[] = [];
  const logger = createLogger({ isVerbose: false, write: (line) => lines.push(line) });
  await instrumentModules(modules, logger, load);
  return lines;
}

it("hands a library to the instrumentation of its name, bound to the router, once", async () => {
  const seen: unknown[] = [];
  class CohereInstrumentation {
    setTracerProvider(provider: unknown): void {
      seen.push(provider);
    }
    manuallyInstrument(module: unknown): void {
      seen.push(module);
    }
  }
  const cohere = {};
  const load = (name: string): Promise<unknown> => {
    seen.push(name);
    return Promise.resolve({ CohereInstrumentation });
  };
  expect(await warningsOf({ cohere }, load)).toEqual([]);
  expect(await warningsOf({ cohere }, load)).toEqual([]);
  expect(seen).toEqual(["@traceloop/instrumentation-cohere", globalRouter, cohere]);
});

it("says what has to be installed, which names there are, and what is no module", async () => {
  const load = (): Promise<unknown> => Promise.reject(new Error("not found"));
  const warnings = await warningsOf(
    { pinecone: {}, openai: {}, anthropic: 5, googleGenAI: class {}, openAIAgents: {} },
    load,
  );
  expect(warnings.toSorted()).toEqual([
    expect.stringContaining("expected a module or a class, got number"),
    expect.stringContaining("expected the module, `import * as genai"),
    expect.stringContaining("expected the module, `import * as agents"),
    expect.stringContaining("Did you mean `openAI`?"),
    expect.stringContaining("expected @traceloop/instrumentation-pinecone to be installed"),
  ]);
});
