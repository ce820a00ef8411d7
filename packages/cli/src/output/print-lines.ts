import type { CliIo } from "../cli-io.js";

export function printLines(io: Pick<CliIo, "stdout">, lines: readonly string[]): void {
  io.stdout(lines.map((line) => `${line}\n`).join(""));
}
