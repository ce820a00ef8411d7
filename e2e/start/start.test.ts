import { access, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@honeyhive/contract";
import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, it } from "vitest";
import { exportAllEvents } from "../support/export-all-events.js";
import { runNode, type NodeResult } from "../support/run-node.js";
import { startDemo } from "./start-demo.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

it("shows two results and their comparison, keeps them and their place, and ends cleanly on Ctrl-C", async () => {
  await using directory = await makeTemporaryDirectory();

  await using first = startDemo(directory.path, ["--no-wait"]);
  const { exitCode, stdout } = await first.ended;
  expect({ exitCode, stderr: first.stderr() }).toEqual({ exitCode: 0, stderr: "" });
  expect(stable(stdout)).toMatchInlineSnapshot(`
    "57 questions over 27 READMEs in 427 chunks

    one chunk, extract-small: 20/57
    one chunk, extract-small: 40/57
    one chunk, extract-small: 57/57

    one chunk, extract-small: 57 cases in <time>, run completed
      21 passed · 36 failed
      duration of a case: median <time>, p95 <time> (57 of 57) · 7,120 tokens in 57 model calls (57 of 57) · $0.00144 (57 of 57)

      metric  mean  counted  errors  n/a  missing
      ─  ─  ─  ─  ─  ─
      isCorrect  0.368  57 of 57  0  0  0
      tokenF1  0.425  57 of 57  0  0  0
      similarity  0.468  57 of 57  0  0  0

      case 1 (EXT-db2f531852fcfb88): failed: isCorrect is false
        inputs {"question":"How fast is the Hono adapter for Node.js compa… · outputs {"answer":"@hono/node-server: Node.js Adapter for Hono","so… · expected {"answer":"Hono is 3.1 times faster than Express.","source"…
        HH_EVAL_CASES=EXT-db2f531852fcfb88 node scripts/start.mjs --no-wait
      case 2 (EXT-d9a3b44e9a89c8d0): failed: isCorrect is false
        inputs {"question":"On which versions of Node.js does @hono/node-s… · outputs {"answer":"@hono/node-server: Requirements","sources":["@ho… · expected {"answer":"It works on Node.js versions greater than 20.x."…
        HH_EVAL_CASES=EXT-d9a3b44e9a89c8d0 node scripts/start.mjs --no-wait
      case 3 (EXT-a1dc766d2c989a20): failed: isCorrect is false
        inputs {"question":"Which requests does the static middleware of @… · outputs {"answer":"@hono/node-server: Serve Static Middleware","sou… · expected {"answer":"Only GET and HEAD requests are served.","source"…
        HH_EVAL_CASES=EXT-a1dc766d2c989a20 node scripts/start.mjs --no-wait
      … and 33 more cases that went wrong

    four chunks, extract-large: 20/57
    four chunks, extract-large: 40/57
    four chunks, extract-large: 57/57

    four chunks, extract-large: 57 cases in <time>, run completed
      40 passed · 17 failed
      duration of a case: median <time>, p95 <time> (57 of 57) · 17,010 tokens in 57 model calls (57 of 57) · $0.0506 (57 of 57)

      metric  mean  counted  errors  n/a  missing
      ─  ─  ─  ─  ─  ─
      isCorrect  0.702  57 of 57  0  0  0
      tokenF1  0.726  57 of 57  0  0  0
      similarity  0.746  57 of 57  0  0  0

      case 1 (EXT-db2f531852fcfb88): failed: isCorrect is false
        inputs {"question":"How fast is the Hono adapter for Node.js compa… · outputs {"answer":"This adapter @hono/node-server allows you to run… · expected {"answer":"Hono is 3.1 times faster than Express.","source"…
        HH_EVAL_CASES=EXT-db2f531852fcfb88 node scripts/start.mjs --no-wait
      case 2 (EXT-d9a3b44e9a89c8d0): failed: isCorrect is false
        inputs {"question":"On which versions of Node.js does @hono/node-s… · outputs {"answer":"This adapter @hono/node-server allows you to run… · expected {"answer":"It works on Node.js versions greater than 20.x."…
        HH_EVAL_CASES=EXT-d9a3b44e9a89c8d0 node scripts/start.mjs --no-wait
      case 6 (EXT-a8c23a8d2d232aca): failed: isCorrect is false
        inputs {"question":"What is acorn?"} · outputs {"answer":"ESM example for acorn:","sources":["acorn/README… · expected {"answer":"A tiny, fast JavaScript parser written in JavaSc…
        HH_EVAL_CASES=EXT-a8c23a8d2d232aca node scripts/start.mjs --no-wait
      … and 14 more cases that went wrong

    four chunks, extract-large against one chunk, extract-small: 57 cases paired, 0 added, 0 removed
      baseline: run <id>, <time> UTC
      changed: name one chunk → four chunks, chunkCount 1 → 4, chatModel extract-small → extract-large, isStreaming false → true

      metric  before  after  change  95 % interval  pairs  better  worse  verdict
      ─  ─  ─  ─  ─  ─  ─  ─  ─
      isCorrect  0.368  0.702  +0.333  +0.186 to +0.459  57  20  1  better (p = 0.000063)
      tokenF1  0.425  0.726  +0.301  +0.177 to +0.425  57  22  7  better (p = 0.00010)
      similarity  0.468  0.746  +0.279  +0.165 to +0.393  57  27  7  better (p = 0.00010)
      duration <times>
      tokens  125  298  +174  +151 to +196  57  0  57  more (p = 0.00015)
      cost  $0.0000253  $0.000887  +$0.000862  +$0.000783 to +$0.000941  57  0  57  more (p = 0.00015)

    8 users asked the second variant, each in a session of their own

    Runs  http://<address>/runs
    Comparison  http://<address>/compare?new=<id>&old=<id>
    Monitor  http://<address>/monitor
    "
  `);

  await using second = startDemo(directory.path);
  const serverUrl = /http:\S+(?=\/runs)/.exec(await second.waitForLine(/^Runs/))?.[0] ?? "";
  await second.waitForLine(/Ctrl-C/);
  const apiKey = (await readFile(join(directory.path, "api-key"), "utf8")).trim();
  const client = createClient({ serverUrl, apiKey });
  const { evaluations } = await client("listRuns", { query: {} });
  expect(evaluations.map(({ name, status }) => `${name}: ${status}`)).toEqual([
    "four chunks, extract-large: completed",
    "one chunk, extract-small: completed",
    "four chunks, extract-large: completed",
    "one chunk, extract-small: completed",
  ]);
  const events = await exportAllEvents(client);
  // Of both starts, each user in a session of their own, beside the evaluations.
  const sessions = events.filter(({ event_type }) => event_type === "session");
  expect(countBy(sessions.map(({ user_properties: { user } }) => user))).toEqual({
    undefined: 4 * 57,
    ...Object.fromEntries(Array.from({ length: 8 }, (_, number) => [`user ${number + 1}`, 2])),
  });
  const questions = events.filter(({ event_name }) => event_name === "answerQuestion");
  const ofUsers = questions.filter(({ metadata }) => !("run_id" in metadata));
  expect(new Set(ofUsers.map(({ session_id }) => session_id)).size).toBe(16);
  const models = events.filter(({ event_type }) => event_type === "model");
  const withoutTokens = models.filter(
    ({ metadata }) => typeof metadata["prompt_tokens"] !== "number",
  );
  expect([models.length > 0, withoutTokens.map(({ event_name }) => event_name)]).toEqual([
    true,
    [],
  ]);
  // As `honeyhive dev`, it needs no address and no key for those who are in its folder.
  const listed = await listRuns(directory.path);
  expect(listed).toMatchObject({ exitCode: 0, stderr: "" });
  expect(listed.stdout.match(/one chunk, extract-small/g)).toHaveLength(2);

  // What it says of a case that failed can be run while it serves.
  const [, caseId = ""] = /HH_EVAL_CASES=(\S+)/.exec(stdout) ?? [];
  await using third = startDemo(directory.path, [], { HH_EVAL_CASES: caseId });
  const again = await third.ended;
  expect({ exitCode: again.exitCode, stderr: third.stderr() }).toEqual({ exitCode: 0, stderr: "" });
  expect(again.stdout).toContain(`Runs        ${serverUrl}/runs\n`);
  const { evaluations: all } = await client("listRuns", { query: {} });
  for (const { run_id } of all.slice(0, 2)) {
    const { datapoints } = await client("getRunResult", { params: { run_id } });
    expect(datapoints.map(({ datapoint_id: id }) => id)).toEqual([caseId]);
  }

  // Nobody can tell where a server is that is not announced.
  await rm(join(directory.path, "server.json"));
  await using fourth = startDemo(directory.path, ["--no-wait"]);
  expect((await fourth.ended).exitCode).toBe(1);
  expect(fourth.stderr()).toMatch(/^Expected the data directory .* to be free.*\n$/);

  second.interrupt();
  expect([(await second.ended).exitCode, second.stderr()]).toEqual([0, ""]);
  await expect(access(join(directory.path, "server.json"))).rejects.toThrow("ENOENT");
});

function listRuns(dataDir: string): Promise<NodeResult> {
  return runNode({
    program: join(root, "packages/cli/bin/honeyhive.js"),
    args: ["runs", "list"],
    cwd: root,
    environment: { HONEYHIVE_DATA_DIR: dataDir },
  });
}

it("ends cleanly on Ctrl-C in the middle of an evaluation", async () => {
  await using directory = await makeTemporaryDirectory();
  await using demo = startDemo(directory.path);
  await demo.waitForLine(/: 20\/\d+$/);
  demo.interrupt();
  expect([(await demo.ended).exitCode, demo.stderr()]).toEqual([0, ""]);
});

function countBy(keys: readonly unknown[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[String(key)] = (counts[String(key)] ?? 0) + 1;
  return counts;
}

/** What the demo itself prints, without times, ports and ids. */
function stable(output: string): string {
  return (
    output
      .slice(output.search(/^\d+ questions/m))
      .replace(/[\d.]+ m?s\b/g, "<time>")
      .replace(/^( +duration) +<time>.*$/gm, "$1 <times>")
      // Columns are as wide as what the times came to.
      .replace(/─+/g, "─")
      .replace(/(?<=\S) {2,}/g, "  ")
      .replace(/\d{4}-\d\d-\d\d \d\d:\d\d(?= UTC)/g, "<time>")
      .replace(/127\.0\.0\.1:\d+/g, "<address>")
      .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
  );
}
