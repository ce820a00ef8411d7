/** Objects of these names are the program's own: their keys are left as they are, and so is what is in them. */
type OwnName =
  | "inputs"
  | "outputs"
  | "config"
  | "metadata"
  | "metrics"
  | "feedback"
  | "user_properties"
  | "ground_truth"
  | "history"
  | "hyperparameters";

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** What the server calls `event_name`, with `eventName`. */
export type Camel<Value> = Value extends readonly (infer Item)[]
  ? readonly Camel<Item>[]
  : Value extends object
    ? {
        [Key in keyof Value as Key extends string ? CamelCase<Key> : Key]: Key extends OwnName
          ? Value[Key]
          : Camel<Value[Key]>;
      }
    : Value;

const ownNames: ReadonlySet<string> = new Set([
  "inputs",
  "outputs",
  "config",
  "metadata",
  "feedback",
  "user_properties",
  "ground_truth",
  "history",
  "hyperparameters",
  "messages",
  "response",
  "response_format",
  "usage",
  "template",
  "template_inputs",
  "tools",
  "tool_choice",
  "data",
  "value",
  "results",
  "filters",
]);

/** `metrics` are the program's own in events, and the server's in the results of experiments. */
export interface CaseOptions {
  readonly areMetricsOwn: boolean;
}

/** camelCase to the server's names. */
export function toWire(value: unknown, options: CaseOptions): unknown {
  return rename(value, toSnake, options);
}

/** The server's names to camelCase. */
export function fromWire(value: unknown, options: CaseOptions): unknown {
  return rename(value, toCamel, options);
}

function rename(value: unknown, name: (key: string) => string, options: CaseOptions): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => rename(item, name, options));
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      name(key),
      isOwnName(toSnake(key), options) ? item : rename(item, name, options),
    ]),
  );
}

function isOwnName(name: string, { areMetricsOwn }: CaseOptions): boolean {
  return ownNames.has(name) || (areMetricsOwn && name === "metrics");
}

function toSnake(key: string): string {
  return key.startsWith("$") ? key : key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function toCamel(key: string): string {
  if (key === "_id") return "id";
  return key.replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
