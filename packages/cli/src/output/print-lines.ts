import { oneLine } from "@honeyhive/contract";

import type { CliIo } from "../cli-io.js";

/** Whatever is on the lines, they stay lines. */
export function printLines(io: Pick<CliIo, "stdout">, lines: readonly string[]): void {
  io.stdout(lines.map((line) => `${oneLine(line)}\n`).join(""));
}
