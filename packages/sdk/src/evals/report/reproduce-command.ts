import { relative } from "node:path";

/**
 * A command of a shell, in one line, with a placeholder for a case: `{id}`, `{id:pattern}` as a part of a regular
 * expression, or `{id:list}` as `HH_EVAL_CASES` takes it. Default: this program with `HH_EVAL_CASES`.
 */
export function describeCommand(words: readonly string[] = ownCommand()): string {
  return words.map(quoteAround).join(" ");
}

/** The command that runs the case again, and no other. */
export function reproduceCase(command: string, datapointId: string): string {
  return command.replace(placeholder, (_, before: string, form: string, after: string) => {
    const text = forms[form as keyof typeof forms](datapointId);
    const isWithinQuotes = before !== "" && after !== "" && isPlain(text);
    return isWithinQuotes ? text : before + quoteWord(text) + after;
  });
}

/** A regular expression that matches the text and nothing else, on one line. */
export function toPattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&").replaceAll(controls, toUnicode);
}

function ownCommand(): string[] {
  const testFile = vitestFile();
  if (testFile !== undefined) {
    return ["HH_EVAL_CASES={id:list}", "npx", "vitest", "run", relative(process.cwd(), testFile)];
  }
  const [, script, ...args] = process.argv;
  const program = script === undefined ? [] : [relative(process.cwd(), script) || script];
  return ["HH_EVAL_CASES={id:list}", "node", ...process.execArgv, ...program, ...args];
}

/** In a test the program is a worker of vitest, which nobody starts by hand. */
function vitestFile(): string | undefined {
  const { __vitest_worker__: worker } = globalThis as {
    readonly __vitest_worker__?: { readonly filepath?: unknown };
  };
  return typeof worker?.filepath === "string" ? worker.filepath : undefined;
}

/** With the quote on either side of it, where it stands between quoted texts. */
const placeholder = /('?)\{(id(?::pattern|:list)?)\}('?)/;

const forms = { id: (id: string) => id, "id:pattern": toPattern, "id:list": toList };

/** Commas separate ids in a list, unless it is JSON. */
function toList(id: string): string {
  return id.includes(",") || id.startsWith("[") || id.trim() !== id ? JSON.stringify([id]) : id;
}

/** The placeholder stays outside of quotes: how it is quoted depends on what comes in its place. */
function quoteAround(word: string): string {
  const [start = "", end] = word.split(/\{id(?::pattern|:list)?\}/);
  if (end === undefined) return quoteWord(word);
  const found = word.slice(start.length, word.length - end.length);
  return [start, end].map((part) => (part === "" ? "" : quoteWord(part))).join(found);
}

// The control characters are what is looked for; those of text from right to left turn a line around.
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

function isPlain(text: string): boolean {
  return !text.includes("'") && text.search(controls) === -1;
}

function toUnicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** What would break the line or steer the terminal is written as bash, zsh and ksh read it. */
function quoteWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (word.search(controls) === -1) return `'${word.replaceAll("'", `'\\''`)}'`;
  const escaped = word.replaceAll(/[\\']/g, "\\$&").replaceAll(controls, toOctets);
  return `$'${escaped}'`;
}

function toOctets(character: string): string {
  const octets = [...Buffer.from(character)].map((octet) => octet.toString(8).padStart(3, "0"));
  return character === "\n" ? "\\n" : octets.map((octet) => `\\${octet}`).join("");
}
