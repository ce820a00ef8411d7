import { readObject, readText, wrongType } from "./read-fields.js";
import { RequestProblem } from "./request-problem.js";

export interface ForcedTool {
  readonly name: string;
  /** The options of each argument; none where any text will do. */
  readonly argumentOptions: Readonly<Record<string, readonly string[]>>;
}

/**
 * Reads the one tool that `tool_choice` names. Other choices leave it to the model, and this one always answers in words.
 * Arguments are texts: what else a tool might ask for is refused, as is a stream of them.
 */
export function parseForcedTool(
  tools: unknown,
  choice: unknown,
  isStream: boolean,
): ForcedTool | undefined {
  if (typeof choice !== "object" || choice === null) return undefined;
  const wanted = readName(readObject(choice, "tool_choice"), "tool_choice");
  const offered = Array.isArray(tools) ? tools : [];
  const index = offered.findIndex(
    (tool, at) => readName(readObject(tool, `tools[${at}]`), `tools[${at}]`) === wanted,
  );
  if (index === -1 || isStream) {
    const expected = isStream
      ? "Expected no `stream` beside a `tool_choice` that names a tool."
      : `Expected \`tool_choice\` to name one of \`tools\`, got \`${wanted}\`.`;
    throw new RequestProblem(400, expected, { parameter: "tool_choice" });
  }
  const tool = readObject(readObject(offered[index], "tools")["function"], "function");
  const properties = readObject(
    readObject(tool["parameters"], "parameters")["properties"],
    "properties",
  );
  return {
    name: wanted,
    argumentOptions: Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, readOptions(name, schema)]),
    ),
  };
}

function readName(fields: Readonly<Record<string, unknown>>, name: string): string {
  const path = `${name}.function`;
  return readText(readObject(fields["function"], path)["name"], `${path}.name`);
}

function readOptions(name: string, schema: unknown): string[] {
  const fields = readObject(schema, name);
  if (fields["type"] !== "string") throw wrongType(`${name}.type`, '"string"', fields["type"]);
  const options: unknown = fields["enum"] ?? [];
  if (Array.isArray(options)) {
    return options.map((option, index) => readText(option, `${name}.enum[${index}]`));
  }
  throw wrongType(`${name}.enum`, "a list", options);
}
