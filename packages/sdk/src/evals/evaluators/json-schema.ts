import type { EvaluatorObject } from "../types.js";
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

export interface JsonSchemaOptions extends Omit<Selection, "expected"> {
  readonly schema: StandardSchema | CompiledSchema;
}

/**
 * Whether the output, or the JSON that it is as text, fits a schema: one of a Standard Schema library, or a validator
 * compiled from JSON Schema.
 */
export function jsonSchema(options: JsonSchemaOptions): EvaluatorObject {
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

async function findIssues(
  schema: JsonSchemaOptions["schema"],
  value: unknown,
): Promise<readonly string[] | undefined> {
  if ("~standard" in schema) {
    const { issues } = await schema["~standard"].validate(value);
    return issues?.map(({ message }) => message);
  }
  if (schema(value)) return undefined;
  return (schema.errors ?? []).map(({ message }) => message ?? "invalid");
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Not JSON: the caller says so.
    return undefined;
  }
}
