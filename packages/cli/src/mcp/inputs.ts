import { z } from "zod";

import { parseSince, parseWhere } from "../events/event-flags.js";

/** Arguments that several tools take. */
export const inputs = {
  run: z.string().describe("id, name (then its latest run), `latest`, or `branch:<git branch>`"),
  limit: (most: number, usual: number) =>
    z.int().min(1).max(most).default(usual).describe(`how many, at most ${most}`),
  full: z.boolean().default(false).describe("long texts uncut; ask for few then"),
  where: z
    .array(z.string().transform(parsed(parseWhere)))
    .optional()
    .describe(
      'conditions, all of which hold: "field operator value", as in "metadata.customer is acme", ' +
        '"duration greater than 5000", "outputs.content contains refund", "error exists"',
    ),
  since: z
    .string()
    .transform(parsed(parseSince))
    .optional()
    .describe("90m, 24h, 7d, or a date such as 2026-11-01T08:00Z"),
} as const;

type Transform<Value> = (text: string, context: z.RefinementCtx) => Value;

/** What cannot be read is told to the model as every other wrong argument is. */
function parsed<Value>(parse: (text: string) => Value): Transform<Value> {
  return (text, context) => {
    try {
      return parse(text);
    } catch (error) {
      context.addIssue(error instanceof Error ? error.message : String(error));
      return z.NEVER;
    }
  };
}
