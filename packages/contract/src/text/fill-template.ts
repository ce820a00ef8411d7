/** `{{question}}`, `{{ inputs.question }}`: a name, or the way to a value, in two pairs of braces. */
const variable = /\{\{\s*([\p{L}\p{N}_.$-]+)\s*\}\}/gu;

/** The text with each variable replaced by what `valueOf` gives for it: text as it is, anything else as JSON. */
export function fillTemplate(text: string, valueOf: (name: string) => unknown): string {
  return text.replace(variable, (_, name: string) => {
    const value = valueOf(name);
    if (value === undefined || value === null) return "";
    return typeof value === "string" ? value : JSON.stringify(value);
  });
}

/** The variables in all texts of a prompt's template, each once, in their order. */
export function templateVariables(template: unknown): readonly string[] {
  return [...new Set(namesIn(template))];
}

/** What stands there under a name, or else along its dots; undefined where there is nothing. */
export function valueAt(values: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(values, name)) return values[name];
  return name.split(".").reduce<unknown>((inner, step) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return undefined;
    return Object.hasOwn(inner, step) ? Reflect.get(inner, step) : undefined;
  }, values);
}

function namesIn(value: unknown): string[] {
  if (typeof value === "string")
    return Array.from(value.matchAll(variable), ([, name = ""]) => name);
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(namesIn);
}
