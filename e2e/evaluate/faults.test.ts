import { spawn } from "node:child_process";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { describe, expect, test } from "vitest";

import { onFullDisk } from "../support/on-full-disk.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const cli = join(root, "packages/cli/dist/bin.js");
const evaluation = fileURLToPath(new URL("fixtures/fault.eval.mjs", import.meta.url));

interface Cell {
  /** As the documentation has it. */
  readonly name: string;
  readonly fault?: string;
  readonly exit: number | NodeJS.Signals;
  /** What standard output and error must hold. */
  readonly says: readonly (string | RegExp)[];
  readonly signal?: NodeJS.Signals;
  /** From the first request that matches on, the server closes every connection. */
  readonly goneAt?: RegExp;
  /** The server takes the second attempt of everything alone. */
  readonly refusesHalf?: boolean;
  readonly isDiskFull?: boolean;
  readonly args?: readonly string[];
}

const errored = "3 passed · 1 errored";
const timedOut = ["3 passed · 1 timed-out", "Expected an answer within 150 ms"];
const ended = [
  "The process ends in the middle of an evaluation",
  "process.exit() was called at ",
  "fault.eval.mjs:",
  "2 of 4 cases had ended. Resume",
];
const lostScore = "judge   1.000   3 of 4       1    0        0";
const interrupted = ["2 passed · 2 cancelled", "Stopped early", "Resume with: npx honeyhive eval"];

const fullDisk = /cannot be written \((ENOSPC: no space left on device|EFBIG)/;

const cells: readonly Cell[] = [
  { name: "nothing", exit: 0, says: ["4 passed"] },
  {
    name: "the task throws",
    fault: "task throws at once",
    exit: 1,
    says: [errored, "errored: no answer"],
  },
  {
    name: "the task rejects",
    fault: "task rejects",
    exit: 1,
    says: [errored, "errored: no answer"],
  },
  {
    name: "the task throws what is no `Error`",
    fault: "task throws what is no error",
    exit: 1,
    says: [errored, "errored: just text"],
  },
  {
    name: "the task throws `undefined`",
    fault: "task throws undefined",
    exit: 1,
    says: [errored, "errored: undefined"],
  },
  { name: "the task rejects after its time", fault: "task rejects late", exit: 1, says: timedOut },
  { name: "the task hangs", fault: "task hangs", exit: 1, says: timedOut },
  {
    name: "the task calls `process.exit(0)`",
    fault: "task calls process.exit(0)",
    exit: 1,
    says: ended,
  },
  {
    name: "the task calls `process.exit(7)`",
    fault: "task calls process.exit(7)",
    exit: 7,
    says: ended,
  },
  {
    name: "the task fails where nobody catches",
    fault: "task fails where nobody catches",
    exit: 1,
    says: [errored, "errored: out of nowhere"],
  },
  {
    name: "the task leaves a rejection to nobody",
    fault: "task leaves a rejection to nobody",
    exit: 1,
    says: [errored, "errored: forgotten"],
  },
  {
    name: "the task fails after its end",
    fault: "task fails after its end",
    exit: 1,
    says: [
      "4 passed",
      "case 3 (case-2) had ended when an error came that nobody caught: too late.",
    ],
  },
  {
    name: "the task returns a gigabyte",
    fault: "task returns more than fits into memory as JSON",
    exit: 0,
    says: ["3 passed · 1 failed", "failed: exact is false"],
  },
  {
    name: "the task returns what is no JSON",
    fault: "task returns what is no JSON",
    exit: 0,
    says: ["3 passed · 1 failed", "failed: exact is false"],
  },
  {
    name: "a scorer throws",
    fault: "scorer throws",
    exit: 1,
    says: [errored, lostScore, "judge failed: Error: no judge"],
  },
  {
    name: "a scorer rejects",
    fault: "scorer rejects",
    exit: 1,
    says: [errored, lostScore, "judge failed: string: just text"],
  },
  {
    name: "a scorer hangs",
    fault: "scorer hangs",
    exit: 1,
    says: [errored, lostScore, "within 150 ms"],
  },
  {
    name: "a scorer returns `NaN`",
    fault: "scorer returns NaN",
    exit: 1,
    says: [errored, lostScore, "got `NaN` (number)"],
  },
  {
    name: "a scorer returns nothing",
    fault: "scorer returns nothing",
    exit: 0,
    says: ["4 passed", "judge   1.000   3 of 4       0    1        0"],
  },
  {
    name: "a scorer returns a promise of an object without a score",
    fault: "scorer returns a promise of an object",
    exit: 1,
    says: [errored, lostScore, "got an object"],
  },
  {
    name: "a scorer returns a promise of a score",
    fault: "scorer returns a promise of a score",
    exit: 0,
    says: ["4 passed", "judge   1.000   4 of 4"],
  },
  {
    name: "an evaluator of the run throws",
    fault: "run is scored by what throws",
    exit: 1,
    says: ["4 passed", "share failed: no share"],
  },
  {
    name: "the server is gone when its dataset is read",
    fault: "run reads a dataset of the server",
    goneAt: /^GET \/v1\/datasets/,
    exit: 1,
    says: ["Expected to read dataset held", "could not be reached"],
  },
  {
    name: "the server is gone before the run",
    goneAt: /./,
    exit: 0,
    says: ["4 passed", "Not stored on the server", "could not be reached"],
  },
  {
    name: "the server is gone when sessions start",
    goneAt: /^POST \/session\/start/,
    exit: 0,
    says: ["4 passed", "Not stored on the server"],
  },
  {
    name: "the server is gone when traces come",
    goneAt: /^POST \/opentelemetry/,
    exit: 0,
    says: ["4 passed", "Not stored on the server"],
  },
  {
    name: "the server is gone when sessions are updated",
    goneAt: /^PUT \/events/,
    exit: 0,
    says: ["4 passed", "Not stored on the server"],
  },
  {
    name: "the server is gone when the run ends",
    goneAt: /^PUT \/v1\/runs/,
    exit: 0,
    says: ["4 passed", "Not stored on the server"],
  },
  {
    name: "the server refuses every other request",
    fault: "run is refused every other request",
    refusesHalf: true,
    exit: 0,
    says: [/4 passed\n(?![^]*Not (stored|delivered))/],
  },
  { name: "Ctrl-C", fault: "task is interrupted", signal: "SIGINT", exit: 130, says: interrupted },
  {
    name: "SIGTERM",
    fault: "task is interrupted",
    signal: "SIGTERM",
    exit: 130,
    says: interrupted,
  },
  {
    name: "SIGKILL",
    fault: "task is interrupted",
    signal: "SIGKILL",
    exit: "SIGKILL",
    says: ["2 of 4 cases"],
  },
  {
    name: "the disk is full",
    isDiskFull: true,
    exit: 0,
    says: ["4 passed", fullDisk, "could not be resumed"],
  },
  {
    name: "a report cannot be written",
    args: ["--reporter", "html=/proc/none/a.html", "--reporter", "junit=/proc/none/a.xml"],
    exit: 1,
    says: ["4 passed", /missing: Expected to write .*a\.html, got E/, /write .*a\.xml, got E/],
  },
];

interface End {
  readonly exit: number | NodeJS.Signals | null;
  readonly output: string;
}

function run(cell: Cell, cwd: string, environment: Readonly<Record<string, string>>): Promise<End> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(HH_|OTEL_|NODE_)/.test(name),
  );
  const server = hasServer(cell) ? [] : ["--no-server"];
  const words = [cli, "eval", evaluation, ...server, ...(cell.args ?? [])];
  const { program, args } =
    cell.isDiskFull === true
      ? onFullDisk(join(cwd, ".honeyhive"), [process.execPath, ...words])
      : { program: process.execPath, args: words };
  const child = spawn(program, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), HH_TEST_FAULT: cell.fault ?? "", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  let isSignalled = false;
  const read = (text: string): void => {
    output += text;
    if (cell.signal === undefined || isSignalled || !output.includes("at the fault")) return;
    isSignalled = child.kill(cell.signal);
  };
  child.stdout.setEncoding("utf8").on("data", read);
  child.stderr.setEncoding("utf8").on("data", read);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ exit: code ?? signal, output }));
  });
}

const hasServer = (cell: Cell): boolean => cell.goneAt !== undefined || cell.refusesHalf === true;

interface FadingServer extends AsyncDisposable {
  readonly url: string;
}

/** Answers well until the first request that matches; from then on it closes every connection. */
async function startFadingServer({ goneAt, refusesHalf }: Cell): Promise<FadingServer> {
  let isGone = false;
  let asked = 0;
  const server = createServer((request, response) => {
    isGone ||= goneAt?.test(`${request.method} ${request.url}`) === true;
    if (isGone) return void request.socket.destroy();
    if (refusesHalf === true && asked++ % 2 === 0) {
      request.resume().on("end", () => response.writeHead(503).end());
      return;
    }
    request.resume().on("end", () => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ run_id: "d4f8b7aa-5d4c-4f0e-9d43-0d7c8a2f6f11" }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe.concurrent("an evaluation that meets a fault", () => {
  test.each(cells)("of $name", { timeout: 240_000 }, async (cell) => {
    await using folder = await makeTemporaryDirectory();
    if (cell.isDiskFull === true) await mkdir(join(folder.path, ".honeyhive"));
    await using server = hasServer(cell) ? await startFadingServer(cell) : undefined;
    const environment: Record<string, string> =
      server === undefined ? {} : { HH_API_URL: server.url, HH_API_KEY: "key" };
    const { exit, output } = await run(cell, folder.path, environment);
    for (const words of cell.says) expect(output).toMatch(words);
    expect(exit).toBe(cell.exit);
    expect(output.split("\n").length).toBeLessThan(60);
    if (cell.signal === undefined) return;
    const files = await readdir(join(folder.path, ".honeyhive/journal"));
    const journal = files.find((file) => file.endsWith(".ndjson")) ?? "";
    const resume = ["--resume", journal.replace(".ndjson", "")];
    const again = await runAgain(folder.path, resume);
    expect([again.exit, again.output]).toEqual([0, expect.stringContaining("4 passed")]);
  });
});

function runAgain(cwd: string, more: readonly string[]): Promise<End> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, "eval", evaluation, "--no-server", ...more], {
      cwd,
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.on("error", reject);
    child.on("close", (exit) => resolve({ exit, output }));
  });
}

test("the documentation lists each fault with its exit code", async () => {
  const text = await readFile(join(root, "docs/evaluate.md"), "utf8");
  const [, table = ""] = text.split("## When something fails");
  const rows = [...table.matchAll(/^\| (?<name>[^|]+?) +\| [^|]+ \| `?(?<exit>\w+)`? +\|$/gm)];
  const documented = rows.map(({ groups }) => [groups?.["name"], groups?.["exit"]]);
  expect(documented).toEqual(cells.map(({ name, exit }) => [capital(name), String(exit)]));
});

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
