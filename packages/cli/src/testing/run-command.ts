import { main } from "../main.js";

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command as the program does, with what it writes kept; nobody interrupts it. */
export async function runCommand(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  let [out, err] = ["", ""];
  const code = await main(argv, {
    env,
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    untilInterrupted: () => new Promise(() => undefined),
  });
  return { code, out, err };
}
