import { describe, expect, test } from "vitest";

import { CompiledPython } from "./compiled-python.js";
import { pythonProgram } from "./python-program.js";
import { runInSandbox } from "./run-in-sandbox.js";
import { sandboxes } from "./sandboxes.js";

const python = new CompiledPython();
const event = {
  event_name: "answer",
  inputs: { question: "2+2?" },
  outputs: { content: "Vier — 4 🐝" },
  feedback: null,
  duration: 12,
};

/** What a metric called `judge` comes to, or why it does not. */
async function judge(code: string, events: readonly object[] = [event]): Promise<unknown[]> {
  const texts = events.map((one) => JSON.stringify(one));
  const task = { name: "judge", code, events: texts, module: await python.get() };
  const answers = await runInSandbox(sandboxes.PYTHON, task);
  return answers.map((answer) =>
    answer.kind === "returned" ? (JSON.parse(answer.json) as unknown) : answer.message,
  );
}

function lines(...code: readonly string[]): string {
  return code.join("\n");
}

test("the program fits the room that arguments are given", () => {
  expect(Buffer.byteLength(pythonProgram)).toBe(pythonProgram.length);
});

describe("what is run", () => {
  test.each([
    ["a function of the event", lines("def check(event):", "  return event['duration']"), 12],
    [
      "one of nothing, which sees the fields",
      lines("def check():", "  return outputs['content'][-1]"),
      "🐝",
    ],
    ["one of fields", lines("def check(outputs, inputs):", "  return inputs['question']"), "2+2?"],
    ["absent fields", "[metadata, feedback, error, metrics.get('none')]", [{}, {}, null, null]],
    ["an expression", "len(outputs['content'])", 10],
    ["a lambda", "lambda event: event['event_name']", "answer"],
    ["`result`", lines("def check(event):", "  return 1", "result = check(event) + 1"), 2],
    [
      "the function that a helper before it helps",
      lines(
        "def double(n):",
        "  return 2 * n",
        "def check():",
        "  return [double(n) for n in (1, 2)]",
      ),
      [2, 4],
    ],
    [
      "the one that a helper after it helps",
      lines("def check():", "  return double(21)", "def double(n):", "  return 2 * n"),
      42,
    ],
    [
      "the one with the metric's name",
      lines("def other():", "  return 1", "def judge():", "  return 2"),
      2,
    ],
    [
      "what imports",
      lines("from statistics import mean", "def check():", "  return mean([1, 2])"),
      1.5,
    ],
    [
      "a coroutine",
      lines("async def check():", "  return {'score': True, 'explanation': 'é'}"),
      { score: true, explanation: "é" },
    ],
    [
      "what defines classes",
      lines(
        "from dataclasses import dataclass",
        "@dataclass",
        "class Point:",
        "  x: int",
        "def check():",
        "  return Point(3).x",
      ),
      3,
    ],
    [
      "a function, where `result` is just where it starts from",
      lines("result = None", "def check():", "  return 7"),
      7,
    ],
    [
      "code that is indented as a whole",
      lines("", "    def check():", "        return 8", "    "),
      8,
    ],
    ["`result` of nothing", "result = None", null],
    ["what prints", lines("print('x' * 100_000)", "result = 1"), 1],
  ])("%s", async (_, code, result) => {
    expect(await judge(code)).toEqual([result]);
  });
});

test("a field of an event that is empty stays what it is", async () => {
  const answers = await judge("[inputs, outputs, metadata]", [
    { inputs: [], outputs: "", metadata: null },
  ]);
  expect(answers).toEqual([[[], "", {}]]);
});

describe("what goes wrong is said", () => {
  test.each([
    [
      "an exception, with its line",
      lines("def check(event):", "  raise ValueError('bad')"),
      "ValueError: bad (line 2)",
    ],
    ["what is no Python", "def check(:", "SyntaxError: invalid syntax (<evaluator>, line 1)"],
    ["nothing to run", "x = 1", "Expected the code to define a function"],
    [
      "a function of something else",
      lines("def check(answer, question):", "  return 1"),
      "got one of `answer, question`",
    ],
    ["a value that is no JSON", "float('nan')", "Out of range float values are not JSON compliant"],
    ["a long one", "'x' * 70_000", "Expected a result of at most 65536 characters"],
    ["a package", "import pandas", "Only Python's standard library is here"],
    ["leaving", lines("import sys", "sys.exit(3)"), "SystemExit: 3"],
    ["leaving at once", lines("import os", "os._exit(3)"), "ended its interpreter"],
    ["endless recursion", lines("def check():", "  return check()"), "RecursionError"],
    ["too much memory at once", "len('a' * 10**9)", "MemoryError"],
    ["waiting", lines("import time", "time.sleep(60)"), "Not supported"],
    [
      "waiting for what never comes",
      lines(
        "class Never:",
        "  def __await__(self):",
        "    yield",
        "async def check():",
        "  await Never()",
      ),
      "nothing to wait for",
    ],
    ["answers of its own", lines("import os", "os.write(1, b'no\\n')", "result = 1"), "undefined"],
    ["a flood", lines("import os", "while True: os.write(1, b'x' * 100_000)"), "wrote too much"],
  ])("%s", async (_, code, message) => {
    const [answer, ...others] = await judge(code);
    expect(answer).toContain(message);
    expect(others).toEqual([]);
  });

  test("an event that cannot be read says so itself, and the next are judged", async () => {
    const deep = `{"inputs":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    const events = [deep, JSON.stringify(event)];
    const task = { name: "judge", code: "duration", events, module: await python.get() };
    expect(await runInSandbox(sandboxes.PYTHON, task)).toEqual([
      { kind: "failed", message: expect.stringContaining("RecursionError") as unknown },
      { kind: "returned", json: "12" },
    ]);
  });

  test("reaches nothing of the host", async () => {
    const attempts = [
      "open('/etc/passwd')",
      "open('/proc/self/environ')",
      "os.listdir('/')",
      "open('left', 'w')",
      "socket.create_connection(('127.0.0.1', 1))",
      "subprocess.run(['ls'])",
      "threading.Thread(target=print).start()",
      "__import__('js')",
      "__import__('ctypes')",
    ];
    const code = lines(
      "import os, socket, subprocess, threading",
      "def attempt(code):",
      "  try:",
      "    exec(code)",
      "    return 'done'",
      "  except Exception as error:",
      "    return 'refused'",
      `def judge(): return [dict(os.environ), *map(attempt, ${JSON.stringify(attempts)})]`,
    );
    expect(await judge(code)).toEqual([[{}, ...attempts.map(() => "refused")]]);
  });
});

describe("many events", () => {
  const counted = [1, 2, 3, 4].map((n) => ({ ...event, inputs: { n } }));

  test("each have variables of their own", async () => {
    const code = lines(
      "seen = globals().get('seen', 0) + 1",
      "def check():",
      "  return [seen, inputs['n']]",
    );
    expect(await judge(code, counted)).toEqual([1, 2, 3, 4].map((n) => [1, n]));
  });

  test("are run although one of them ends its interpreter, and one its memory", async () => {
    const code = lines(
      "import os",
      "def judge(inputs):",
      "  if inputs['n'] == 1: os._exit(1)",
      "  if inputs['n'] == 3: return len([bytes(10**6) for _ in range(1000)])",
      "  return inputs['n']",
    );
    const answers = await judge(code, counted);
    expect(answers).toEqual([
      expect.stringContaining("ended"),
      2,
      expect.stringContaining("MemoryError"),
      4,
    ]);
  });

  test("are run although one of them never ends, whatever it says meanwhile", async () => {
    const code = lines(
      "import os",
      "def judge(inputs):",
      "  while inputs['n'] == 2: os.write(1, b'started\\n')",
      "  return inputs['n']",
    );
    const answers = await judge(code, counted);
    expect(answers).toEqual([1, "The evaluator did not end in time.", 3, 4]);
  });

  test("are given up where that is asked for", async () => {
    const [ending, module] = [new AbortController(), await python.get()];
    const task = { name: "judge", code: "while True: pass", events: ["{}"], module };
    const run = runInSandbox(sandboxes.PYTHON, task, ending.signal);
    ending.abort(new Error("given up"));
    await expect(run).rejects.toThrow("given up");
  });
});
