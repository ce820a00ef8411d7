/** The part of JSON Schema 2020-12 that the schemas of the contract come to. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly [keyword: string]: unknown;
}

/** The schema with each of its parts changed, from the inside out. */
export function mapSchema(
  schema: JsonSchema,
  change: (schema: JsonSchema) => JsonSchema,
): JsonSchema {
  const entries = Object.entries(schema).map(([keyword, value]): [string, unknown] => [
    keyword,
    mapKeyword(keyword, value, change),
  ]);
  return change(Object.fromEntries(entries));
}

function mapKeyword(
  keyword: string,
  value: unknown,
  change: (schema: JsonSchema) => JsonSchema,
): unknown {
  if (Array.isArray(value) && ["anyOf", "oneOf", "allOf"].includes(keyword)) {
    return value.map((part: JsonSchema) => mapSchema(part, change));
  }
  if (!isSchema(value)) return value;
  if (keyword === "properties" || keyword === "$defs") {
    const parts = Object.entries(value).map(([name, part]) => [
      name,
      isSchema(part) ? mapSchema(part, change) : part,
    ]);
    return Object.fromEntries(parts) as unknown;
  }
  const isPart = ["items", "additionalProperties", "propertyNames"].includes(keyword);
  return isPart ? mapSchema(value, change) : value;
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
