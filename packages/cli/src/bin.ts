import { canRedraw } from "./can-redraw.js";
import { exitCodes } from "./cli-error.js";
import { main } from "./main.js";
import { makeInterruption } from "./make-interruption.js";
import { runChild } from "./run-child.js";

// A reader that has seen enough, such as `head`, is no failure: what runs goes on, and its exit code counts. A full disk
// is one, and a server goes on all the same.
let isStdoutGone = false;
let lost: Error | undefined;
const failStdout = (error: NodeJS.ErrnoException): void => {
  isStdoutGone = true;
  // What is written after an error has one of its own.
  if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") lost ??= error;
};
process.stdout.on("error", failStdout);
const writeStdout = process.stdout.write.bind(process.stdout);
// No server ends, because nobody reads its log or the disk is full on which it is kept.
process.stderr.on("error", () => {});

const exitCode = await main(process.argv.slice(2), {
  stdout: (text) => void writeStdout(text),
  keepStdout: () => {
    // Whatever that is by then: what draws on the terminal makes way for it.
    process.stdout.write = (chunk: string | Uint8Array, ...rest: never[]) =>
      process.stderr.write(chunk, ...rest);
  },
  isStdoutGone: () => isStdoutGone,
  stderr: (text) => void process.stderr.write(text),
  env: process.env,
  isTerminal: canRedraw(process.stderr.isTTY, process.env),
  get columns() {
    return process.stderr.columns ?? 80;
  },
  sharedWith: [process.stdout, process.stderr].filter(({ isTTY }) => isTTY),
  tableWidth: process.stdout.isTTY ? process.stdout.columns : undefined,
  untilInterrupted: makeInterruption(() => process.exit(exitCodes.interrupted)),
  runChild,
});
// What evaluated functions have left running must not keep the process alive; what was written must arrive.
writeStdout("", (error) => {
  if (error) failStdout(error);
  const said = lost === undefined ? "" : `Expected to write to stdout, got ${lost.message}.\n`;
  const code = lost === undefined ? exitCode : exitCode || exitCodes.failed;
  process.stderr.write(said, () => process.exit(code));
});
