import { fileURLToPath } from "node:url";

/** Of Node, of what is installed, such as this command, and of this command where it is not. */
const others = /\(?node:|[/\\]node_modules[/\\]/;
const own = fileURLToPath(new URL("..", import.meta.url));

/** Where in files of the user an error was thrown, as Node says it: ` at answer (/src/answer.ts:3:17)`. */
export function placeOf(error: unknown): string {
  if (!(error instanceof Error) || isMissing(error)) return "";
  const frame = (error.stack ?? "")
    .split("\n")
    .find(
      (line) => /^\s+at .*:\d+:\d+\)?$/.test(line) && !others.test(line) && !line.includes(own),
    );
  if (frame === undefined) return "";
  return error.message.includes("\n") ? `\n${frame}` : ` ${frame.trim()}`;
}

/** Its message says which file imports what is not there. */
function isMissing(error: Error): boolean {
  return "code" in error && error.code === "MODULE_NOT_FOUND";
}
