import { priceNames, priceOf } from "@honeyhive/contract";

import { describeError } from "../../lib/describe-error.js";
import { describeValue } from "../../lib/errors.js";
import type { Logger } from "../../lib/logger.js";
import type { ModelCall, Prices } from "../types/model-usage.js";
import type { TracedCall } from "./read-model-call.js";

/** What a traced call cost, in US dollars; undefined where nobody knows. */
export type PriceCall = (call: TracedCall) => number | undefined;

type Warn = Pick<Logger, "warnOnce">;

/**
 * By what the call itself says, else by the given prices. Without prices nothing is counted: then costs are what the
 * program reports, and it may report those of the same calls. Never throws.
 */
export function priceCalls(prices: Prices | undefined, logger: Warn): PriceCall {
  if (prices === undefined) return () => undefined;
  const price = typeof prices === "function" ? byFunction(prices, logger) : byTable(prices);
  return ({ cost, totalTokens: _, ...call }) => {
    const dollars = cost ?? price(call);
    if (dollars === undefined) sayUnknown(call, logger);
    return dollars;
  };
}

function byTable(prices: Exclude<Prices, Function>): (call: ModelCall) => number | undefined {
  return (call) => {
    for (const name of namesOf(call)) {
      const own = Object.hasOwn(prices, name) ? prices[name] : undefined;
      if (own !== undefined) return priceOf(call, own);
    }
    return undefined;
  };
}

function byFunction(
  prices: Extract<Prices, Function>,
  logger: Warn,
): (call: ModelCall) => number | undefined {
  return (call) => {
    try {
      const given: unknown = prices(call) ?? undefined;
      if (given === undefined || isDollars(given)) return given;
      logger.warnOnce(
        "wrong-price",
        `Expected \`prices\` to give US dollars, zero or more, got ${describeValue(given)}: it is not counted.`,
      );
    } catch (error) {
      logger.warnOnce("price-failed", `\`prices\` has thrown: ${describeError(error).message}`);
    }
    return undefined;
  };
}

function sayUnknown(call: ModelCall, logger: Warn): void {
  const names = namesOf(call).map((name) => `"${name}"`);
  const what = call.model === undefined ? "a call that names no model" : `"${call.model}"`;
  const help = names.length === 0 ? "" : ` Add it to \`prices\` as ${names.join(" or ")}.`;
  logger.warnOnce(
    `no price of ${what}`,
    `No price is known of ${what}: it counts nothing to costs and \`maxCost\`.${help}`,
  );
}

function namesOf({ provider, model }: ModelCall): readonly string[] {
  return model === undefined ? [] : priceNames(provider, model);
}

function isDollars(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
