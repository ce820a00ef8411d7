import { mapSchema, type JsonSchema } from "./json-schema.js";

/** The answers of routes without a version: a field that would be null is left out. */
export function withoutNulls(schema: JsonSchema): JsonSchema {
  return mapSchema(schema, (part) => {
    const { properties, required } = part;
    if (properties === undefined) return part;
    const parts = Object.entries(properties).map(([name, field]) => [name, withoutNull(field)]);
    const stillRequired = (required ?? []).filter((name) => !isNullable(properties[name] ?? {}));
    return { ...part, properties: Object.fromEntries(parts), required: stillRequired };
  });
}

function withoutNull(schema: JsonSchema): JsonSchema {
  const { anyOf, type, ...rest } = schema;
  if (Array.isArray(type)) {
    const [first, ...more] = type.filter((one) => one !== "null");
    return { ...rest, type: more.length === 0 ? (first ?? "null") : [first ?? "null", ...more] };
  }
  const others = anyOf?.filter((part) => part.type !== "null");
  const [only] = others ?? [];
  if (anyOf === undefined || others === undefined || only === undefined) return schema;
  return others.length === 1 ? { ...rest, ...only } : { ...rest, anyOf: others };
}

/** A schema that says nothing takes null as well. */
function isNullable({ type, anyOf, ...rest }: JsonSchema): boolean {
  if (Array.isArray(type)) return type.includes("null");
  if (anyOf !== undefined) return anyOf.some((part) => part.type === "null");
  return type === undefined && Object.keys(rest).length === 0;
}
