import { expect, test } from "vitest";

import { evaluate } from "../evaluate.js";
import type { SharedStream } from "./make-way.js";
import { terminalReporter } from "./terminal-reporter.js";

/** What one sees of what was written: lines, of which the last is cleared and drawn again. */
function startTerminal(columns = [80]) {
  const lines = [""];
  const history: string[] = [];
  const write: SharedStream["write"] = (chunk) => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    for (const part of text.replaceAll("\r\u001b[2K", "\r").split(/([\r\n])/)) {
      if (part === "\n") lines.push("");
      else lines[lines.length - 1] = part === "\r" ? "" : `${lines.at(-1)}${part}`;
    }
    history.push(lines.at(-1) ?? "");
    return true;
  };
  const stream = { write };
  const say = (text: string): void => void stream.write(text);
  let nowMs = 0;
  const reporter = terminalReporter(
    {
      stdout: say,
      stderr: say,
      isTerminal: true,
      get columns() {
        return (columns.length > 1 ? columns.shift() : columns[0]) ?? 80;
      },
      sharedWith: [stream],
    },
    () => (nowMs += 500),
  );
  return { stream, lines, history, reporter, isUntouched: () => stream.write === write };
}

const run = (
  { reporter }: Pick<ReturnType<typeof startTerminal>, "reporter">,
  print: (n: number) => void,
) =>
  evaluate({
    name: "trial",
    disableTracing: true,
    journal: false,
    concurrency: 1,
    dataset: Array.from({ length: 4 }, (_, n) => ({ inputs: { n } })),
    function: ({ inputs }) => print(inputs.n),
    reporters: [reporter],
  });

/** Of the bar alone. */
const bars = (lines: readonly string[]): string[] => lines.filter((line) => /[█░]/.test(line));

test("what functions print has lines of its own, and the bar is drawn below them", async () => {
  const terminal = startTerminal();
  await run(terminal, (n) => void terminal.stream.write(n % 2 ? `log ${n}\n` : Buffer.from("b\n")));
  expect(terminal.lines.slice(0, 5)).toEqual(["b", "log 1", "b", "log 3", ""]);
  expect(bars(terminal.lines)).toEqual([]);
  expect(bars(terminal.history).filter((line) => !/^[█░]+ {2}\d\/4 {2}trial/.test(line))).toEqual(
    [],
  );
  // Drawn again as soon as somebody has written.
  expect(terminal.history.filter((line) => line.includes("  1/4  "))).toHaveLength(2);
  expect(terminal.isUntouched()).toBe(true);
});

test("a line that others have begun is kept", async () => {
  const terminal = startTerminal();
  await run(terminal, (n) => void terminal.stream.write(`part ${n} `));
  expect(terminal.lines.slice(0, 4)).toEqual(["part 0 ", "part 1 ", "part 2 ", "part 3 "]);
});

test("the bar is as wide as the window is when it is drawn", async () => {
  const terminal = startTerminal([80, 30]);
  await run(terminal, () => undefined);
  expect(bars(terminal.history).map((line) => line.length <= 30)).toEqual([
    false,
    true,
    true,
    true,
  ]);
});

test("who has taken the place of the stream's write meanwhile keeps it, and no bar is drawn any more", async () => {
  const terminal = startTerminal();
  const { stream } = terminal;
  await run(terminal, (n) => {
    if (n !== 1) return;
    const { write } = stream;
    stream.write = (chunk, ...rest) => write.call(stream, chunk, ...rest);
  });
  const drawn = bars(terminal.history).length;
  stream.write("after\n");
  expect(terminal.lines).toContain("after");
  expect(bars(terminal.history)).toHaveLength(drawn);
});
