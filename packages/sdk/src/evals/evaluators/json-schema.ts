import { describeValue, HoneyHiveError } from "../../lib/errors.js";
import type { AnyDatapoint } from "../types/datapoint.js";
import type { EvaluatorObject } from "../types/evaluator.js";
import type { Selection } from "./select.js";

/** A schema of any library that speaks Standard Schema: zod, valibot, arktype and others. */
export interface StandardSchema {
  readonly "~standard": {
    readonly validate: (value: unknown) => StandardResult | Promise<StandardResult>;
  };
}

interface StandardResult {
  readonly issues?: readonly { readonly message: string }[] | undefined;
}

/** Checks JSON against a schema, as compiled validators of JSON Schema do: `ajv.compile(schema)`. */
export type CompiledSchema = ((value: unknown) => boolean) & {
  readonly errors?: readonly { readonly message?: string | undefined }[] | null | undefined;
};

export interface JsonSchemaOptions<Output = unknown> extends Omit<Selection<Output>, "expected"> {
  readonly schema: StandardSchema | CompiledSchema;
}

/**
 * Whether the output, or the JSON that it is as text, fits a schema: one of a Standard Schema library, or a validator
 * compiled from JSON Schema.
 */
export function jsonSchema<Output = unknown>(
  options: JsonSchemaOptions<Output>,
): EvaluatorObject<AnyDatapoint, Output> {
  checkSchema(options.schema);
  return {
    name: options.name ?? "json_schema",
    evaluate: async (outputs) => {
      const actual = options.actual === undefined ? outputs : options.actual(outputs);
      const parsed = typeof actual === "string" ? parse(actual) : { value: actual };
      if (parsed === undefined) return { score: false, explanation: "the output is no JSON" };
      const issues = await findIssues(options.schema, parsed.value);
      return issues === undefined ? true : { score: false, explanation: issues.join("; ") };
    },
  };
}

function checkSchema(schema: unknown): void {
  const isStandard = typeof schema === "object" && schema !== null && "~standard" in schema;
  if (isStandard || typeof schema === "function") return;
  throw new HoneyHiveError(
    "INVALID_EVALUATOR",
    "Expected `schema` of jsonSchema() to be a schema of zod, valibot or another Standard Schema library, or a " +
      `compiled validator, got ${describeValue(schema)}. Compile a JSON Schema: \`new Ajv().compile(schema)\`.`,
  );
}

async function findIssues(
  schema: JsonSchemaOptions["schema"],
  value: unknown,
): Promise<readonly string[] | undefined> {
  if ("~standard" in schema) {
    const { issues } = await schema["~standard"].validate(value);
    return issues?.map(({ message }) => message);
  }
  const answer: unknown = schema(value);
  const isValid = await answer;
  if (isValid === true) return undefined;
  if (isValid !== false) rejectAnswer(isValid);
  return (schema.errors ?? []).map(({ message }) => message ?? "invalid");
}

/** A result such as that of zod's `safeParse` would be true whatever it says. */
function rejectAnswer(came: unknown): never {
  throw new TypeError(
    `Expected the compiled \`schema\` of jsonSchema() to answer true or false, got ${describeValue(came)}. ` +
      "Pass a schema of zod, valibot or another Standard Schema library itself, and no JSON Schema with `$async`.",
  );
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Not JSON: the caller says so.
    return undefined;
  }
}
