import type { CliIo } from "../cli-io.js";
import { printLines } from "./print-lines.js";

/** As JSON where that was asked for, else as lines for people. */
export function printAnswer(
  { json }: { readonly json?: boolean },
  io: Pick<CliIo, "stdout">,
  answer: unknown,
  lines: () => readonly string[],
): void {
  if (json === true) io.stdout(`${JSON.stringify(answer)}\n`);
  else printLines(io, lines());
}
