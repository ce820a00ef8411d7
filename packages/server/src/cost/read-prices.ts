import { readFile } from "node:fs/promises";

import type { ModelPrices } from "@honeyhive/contract";
import { z } from "zod";

import { ConfigurationError } from "../lib/configuration-error.js";

const dollars = z.number().nonnegative();
const pricesSchema = z.record(
  z.string(),
  z.strictObject({
    input: dollars,
    output: dollars,
    cacheRead: dollars.optional(),
    cacheWrite: dollars.optional(),
  }),
);

/** Prices by `model` or `provider/model`, in US dollars per million tokens: given, or in a JSON file. */
export async function readPrices(
  given: string | Readonly<Record<string, ModelPrices>>,
): Promise<Readonly<Record<string, ModelPrices>>> {
  const origin = typeof given === "string" ? `the file ${given}` : "the option `prices`";
  const value: unknown = typeof given === "string" ? await readJsonFile(given) : given;
  const result = pricesSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ConfigurationError(
    `Expected ${origin} to be like {"openai/gpt-4o": {"input": 2.5, "output": 10, "cacheRead": 1.25}} in US dollars ` +
      `per million tokens, but \`${issue?.path.join(".") ?? ""}\` is wrong: ${issue?.message ?? ""}. Correct it.`,
  );
}

async function readJsonFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as unknown;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(
      `Expected the prices in ${path} to be JSON that can be read, but: ${message}. Correct the file or the option.`,
      { cause: error },
    );
  }
}
