import { relative } from "node:path";

/** A command of a POSIX shell in which `{id}` stands for a case. Default: this program with `HH_EVAL_CASES`. */
export function describeCommand(words: readonly string[] = ownCommand()): string {
  return words.map(quoteWord).join(" ");
}

/** The command that runs the case again. */
export function reproduceCase(command: string, datapointId: string): string {
  return command.replace("{id}", () => quoteWord(datapointId));
}

function ownCommand(): string[] {
  const [, script, ...args] = process.argv;
  const program = script === undefined ? [] : [relative(process.cwd(), script) || script];
  return ["HH_EVAL_CASES={id}", "node", ...process.execArgv, ...program, ...args];
}

function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word.replace("{id}", "id"))
    ? word
    : `'${word.replaceAll("'", `'\\''`)}'`;
}
