import type { JsonSchema } from "@honeyhive/contract/schemas";
import fc from "fast-check";

type Definitions = Readonly<Record<string, JsonSchema>>;

const maxDepth = 4;

/** Texts that have broken programs before. */
const awkwardText = fc.constantFrom(
  "",
  " ",
  "__proto__",
  "constructor",
  "\u0000",
  "\uD800",
  "💥",
  "' OR 1=1 --",
  "{x:String}",
  "../..",
  "null",
  "NaN",
  "1e400",
);

const anyJson: fc.Arbitrary<unknown> = fc.jsonValue({ maxDepth: 3 });

/** Values that a JSON schema takes. `definitions` are what it refers to, by their names. */
export function arbitraryOf(
  schema: JsonSchema,
  definitions: Definitions,
  depth = 0,
): fc.Arbitrary<unknown> {
  const inner = (part: JsonSchema): fc.Arbitrary<unknown> =>
    arbitraryOf(part, definitions, depth + 1);
  const parts = schema.anyOf ?? schema.oneOf;
  if (schema.$ref !== undefined) {
    return inner(definitions[schema.$ref.split("/").at(-1) ?? ""] ?? {});
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (parts !== undefined) return fc.oneof(...parts.map(inner));
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type: string) => inner({ ...schema, type })));
  }
  switch (schema.type) {
    case "string":
      return arbitraryText(schema);
    case "integer":
      return fc.integer(boundsOf(schema));
    case "number":
      return fc.oneof(fc.integer(boundsOf(schema)), arbitraryNumber(schema));
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array": {
      const minLength = Number(schema["minItems"] ?? 0);
      const maxLength = depth >= maxDepth ? minLength : minLength + 2;
      return fc.array(inner(schema.items ?? {}), { minLength, maxLength });
    }
    case "object":
      return arbitraryObject(schema, inner);
    default:
      return anyJson;
  }
}

/** Values that a schema takes, such values with one part replaced by anything, and anything. */
export function nearlyArbitraryOf(
  schema: JsonSchema,
  definitions: Definitions,
): fc.Arbitrary<unknown> {
  const good = arbitraryOf(schema, definitions);
  const changed = fc.tuple(good, fc.nat(), anyJson).map(([value, index, other]) => {
    if (typeof value !== "object" || value === null) return other;
    const keys = Object.keys(value);
    return keys.length === 0 ? other : { ...value, [keys[index % keys.length] ?? ""]: other };
  });
  return fc.oneof(
    { weight: 4, arbitrary: good },
    { weight: 3, arbitrary: changed },
    { weight: 1, arbitrary: anyJson },
  );
}

function arbitraryObject(
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  inner: (part: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const known = Object.entries(properties).map(([name, part]) => [name, inner(part)]);
  const record = fc.record(Object.fromEntries(known) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: [...required],
  });
  if (additionalProperties === undefined || additionalProperties === false) return record;
  const more = additionalProperties === true ? anyJson : inner(additionalProperties);
  const key = fc.oneof(fc.string({ maxLength: 8 }), awkwardText);
  return fc
    .tuple(fc.dictionary(key, more, { maxKeys: 3 }), record)
    .map(([extra, own]) => ({ ...extra, ...own }));
}

function arbitraryText(schema: JsonSchema): fc.Arbitrary<string> {
  if (schema["format"] === "date-time") {
    return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  }
  const { pattern } = schema;
  if (typeof pattern === "string") return fc.stringMatching(new RegExp(pattern));
  const minLength = Number(schema["minLength"] ?? 0);
  return fc.oneof(fc.string({ minLength, maxLength: minLength + 20 }), awkwardText, fc.uuid());
}

function arbitraryNumber(schema: JsonSchema): fc.Arbitrary<number> {
  return fc.double({ ...boundsOf(schema), noNaN: true, noDefaultInfinity: true });
}

function boundsOf(schema: JsonSchema): { min?: number; max?: number } {
  const limit = 2 ** 31 - 1;
  const bound = (name: string): number | undefined =>
    typeof schema[name] === "number" ? Math.max(-limit, Math.min(limit, schema[name])) : undefined;
  const [min, max] = [bound("minimum"), bound("maximum")];
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}
