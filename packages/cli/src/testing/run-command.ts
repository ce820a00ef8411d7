import type { CliIo } from "../cli-io.js";
import { main } from "../main.js";
import { isolated } from "./isolated.js";

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command as the program does, with what it writes kept; nobody interrupts it unless `io` does. */
export async function runCommand(
  argv: readonly string[],
  env: CliIo["env"],
  io: Partial<CliIo> = {},
): Promise<CommandResult> {
  let [out, err] = ["", ""];
  const code = await main(argv, {
    env: isolated(env),
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    untilInterrupted: () => new Promise(() => undefined),
    ...io,
  });
  return { code, out, err };
}
