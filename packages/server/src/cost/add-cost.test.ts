import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { JsonObject, ModelPrices } from "@honeyhive/contract";
import { calcPrice } from "@pydantic/genai-prices";
import { describe, expect, test } from "vitest";

import { mapped } from "../testing/mapped-span.js";
import { addCost } from "./add-cost.js";
import { PriceTable } from "./price-table.js";
import { readPrices } from "./read-prices.js";

const startNs = BigInt(Date.UTC(2026, 0, 1)) * 1_000_000n;

function costOf(
  attributes: JsonObject,
  configured: Readonly<Record<string, ModelPrices>> = {},
  scope = "test",
): unknown[] {
  const event = mapped({
    attributes,
    startNs,
    endNs: startNs,
    scope: { name: scope, version: "" },
  });
  const { metadata } = addCost(event, new PriceTable(configured));
  const { cost } = metadata;
  return [typeof cost === "number" ? Number(cost.toFixed(9)) : cost, metadata["cost_source"]];
}

const call = {
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "openai",
  "gen_ai.request.model": "gpt-4o-mini",
  "gen_ai.usage.input_tokens": 1000,
  "gen_ai.usage.output_tokens": 100,
};

describe("a model call's cost", () => {
  test("comes from the bundled table, which is said", () => {
    // 0.15 and 0.60 dollars per million tokens.
    expect(costOf(call)).toEqual([0.00021, "genai-prices:openai/gpt-4o-mini"]);
  });

  test.each([
    ["openai", "gpt-4o"],
    ["openai", "o1"],
    ["anthropic", "claude-3-5-haiku-latest"],
    // By the number of tokens, and for each call.
    ["anthropic", "claude-sonnet-4-5"],
    ["perplexity", "sonar-pro"],
  ])("of %s's %s is what the table's own calculation says", (provider, model) => {
    const usage = { inputTokens: 1237, outputTokens: 411, cacheReadTokens: 0, cacheWriteTokens: 0 };
    const time = new Date(Date.UTC(2026, 0, 1));
    const own = { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens };
    const expected = calcPrice(own, model, { providerId: provider, timestamp: time })?.total_price;
    expect(expected).toBeGreaterThan(0);
    const prices = new PriceTable();
    // The first call finds the model, the second one knows it.
    for (const _ of ["found", "known"]) {
      expect(prices.costOf({ provider, model, usage, time })?.dollars).toBe(expected);
    }
  });

  test.each(["strands-agents", "anthropic", undefined])(
    "of a model with an id of Bedrock is Bedrock's, whatever the provider is called (%s)",
    (provider) => {
      const model = "us.anthropic.claude-3-7-sonnet-20250219-v1:0";
      const { "gen_ai.provider.name": _, ...own } = { ...call, "gen_ai.request.model": model };
      const named = provider === undefined ? own : { ...own, "gen_ai.provider.name": provider };
      // 3 and 15 dollars per million tokens.
      expect(costOf(named)).toEqual([0.0045, expect.stringContaining("genai-prices:aws/")]);
    },
  );

  test("counts tokens that were read from a cache at their own price", () => {
    const cached = { ...call, "gen_ai.usage.cache_read_input_tokens": 400 };
    expect(costOf(cached)[0]).toBe(0.00018);
  });

  test("adds Anthropic's cached tokens where an emitter passes them on beside the input", () => {
    const anthropic = {
      ...call,
      "gen_ai.provider.name": "anthropic",
      "gen_ai.request.model": "claude-sonnet-4-20250514",
      "gen_ai.usage.cache_read_input_tokens": 400,
    };
    const including = costOf(anthropic)[0];
    const beside = costOf(
      { ...anthropic, "gen_ai.usage.input_tokens": 600 },
      {},
      "@traceloop/instrumentation-anthropic",
    )[0];
    // 600 at 3 dollars, 400 at 0.30, 100 at 15.
    expect([including, beside]).toEqual([0.00342, 0.00342]);
  });

  test("counts Gemini's thoughts, which emitters pass on beside the answer or within it", () => {
    const gemini = {
      ...call,
      "gen_ai.provider.name": "gcp.gen_ai",
      "gen_ai.request.model": "gemini-2.5-flash",
      "gen_ai.usage.reasoning_tokens": 50,
      "gen_ai.usage.total_tokens": 1150,
    };
    const beside = costOf(gemini);
    const within = costOf({ ...gemini, "gen_ai.usage.output_tokens": 150 });
    // 1000 at 0.30 dollars, 150 at 2.50.
    expect([beside[0], within[0]]).toEqual([0.000675, 0.000675]);
  });

  test("is what the sender says, and then has no source", () => {
    for (const [key, cost] of [
      ["gen_ai.usage.cost", 0.5],
      ["llm.cost.total", 0],
      ["honeyhive_metadata.cost", 2],
    ] as const) {
      expect(costOf({ ...call, [key]: cost })).toEqual([cost, undefined]);
    }
  });

  test("is not there for models that nobody knows, nor for those of one's own machine", () => {
    const none = [undefined, undefined];
    expect(costOf({ ...call, "gen_ai.request.model": "my-model" })).toEqual(none);
    expect(costOf({ ...call, "gen_ai.provider.name": "ollama" })).toEqual(none);
    expect(
      costOf({ ...call, "gen_ai.usage.input_tokens": "many", "gen_ai.usage.output_tokens": {} }),
    ).toEqual(none);
  });

  test("is that of the model that answered, where the one that was asked for is a deployment's name", () => {
    const ofAzure = {
      "openinference.span.kind": "LLM",
      "llm.provider": "azure",
      "llm.invocation_parameters": '{"model":"our-deployment"}',
      "llm.model_name": "gpt-4o-mini",
      "llm.token_count.prompt": 1000,
      "llm.token_count.completion": 100,
    };
    expect(costOf(ofAzure)).toEqual([0.00021, "genai-prices:azure/gpt-4o-mini"]);
  });

  test("is not counted again for the agent that made the calls", () => {
    expect(costOf({ ...call, "gen_ai.operation.name": "invoke_agent" })[0]).toBeUndefined();
    expect(
      costOf({
        ...call,
        "gen_ai.operation.name": "embeddings",
        "gen_ai.request.model": "text-embedding-3-small",
      })[0],
    ).toBe(0.00002);
  });

  test("comes from the configuration before the table", () => {
    const configured = {
      "gpt-4o-mini": { input: 1, output: 2 },
      "openai/own": { input: 10, output: 20, cacheRead: 1 },
    };
    expect(costOf(call, configured)).toEqual([0.0012, "configured:gpt-4o-mini"]);
    const own = {
      ...call,
      "gen_ai.request.model": "own",
      "gen_ai.usage.cache_read_input_tokens": 500,
    };
    expect(costOf(own, configured)).toEqual([0.0075, "configured:openai/own"]);
  });
});

test("prices are read from an object or a file, and told what is wrong with them", async () => {
  const directory = await mkdtemp(join(tmpdir(), "honeyhive-prices-"));
  const path = join(directory, "prices.json");
  try {
    await writeFile(path, '{"m":{"input":1,"output":2}}');
    expect(await readPrices(path)).toEqual({ m: { input: 1, output: 2 } });
    await writeFile(path, '{"m":{"input":"1","output":2}}');
    await expect(readPrices(path)).rejects.toThrow(/`m.input` is wrong/);
    await writeFile(path, "input: 1");
    await expect(readPrices(path)).rejects.toThrow(/to be JSON that can be read/);
    await expect(readPrices(join(directory, "none"))).rejects.toThrow(/ENOENT/);
  } finally {
    await rm(directory, { recursive: true });
  }
});
