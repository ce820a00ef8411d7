import type { CallToolResult } from "@modelcontextprotocol/server";

import { fitText } from "./fit-text.js";

/** What all tools promise. */
export const annotations = { readOnlyHint: true, openWorldHint: false } as const;

/** Makes an answer in lines one for models. What goes wrong is one too: it says what would be right. */
export function reply<Input>(
  answer: (input: Input) => Promise<readonly string[]>,
): (input: Input) => Promise<CallToolResult> {
  return async (input) => {
    try {
      return { content: [{ type: "text", text: fitText(await answer(input)) }] };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { content: [{ type: "text", text: inTools(message) }], isError: true };
    }
  };
}

const tools = [
  [/`honeyhive runs list[^`]*`/g, "list_runs"],
  [/`honeyhive runs cases[^`]*`/g, "list_cases"],
  [/`honeyhive sessions list`/g, "list_sessions"],
  [/`honeyhive datasets list`/g, "list_datasets"],
] as const;

/** Messages name the commands that help: here these are tools. */
function inTools(message: string): string {
  return tools.reduce((text, [command, tool]) => text.replace(command, tool), message);
}
