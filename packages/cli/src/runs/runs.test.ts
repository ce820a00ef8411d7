import { createClient, type RunInput } from "@honeyhive/contract";
import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { runCommand, type CommandResult } from "../testing/run-command.js";
import { describeComparison } from "./describe-comparison.js";

const metadata = (branch: string): RunInput["metadata"] => ({
  git: { branch, commit_hash: "1c0a33bd6a1f1a520000000000000000000000aa", is_dirty: true },
  environment: { node: "20.20.0", platform: "linux x64", ci: "GitHub Actions" },
});

test("lists, shows and compares runs by id, name, branch and `latest`", async () => {
  await using folder = await makeTemporaryDirectory();
  const { startServer } = await import("@honeyhive/server");
  await using server = await startServer({ port: 0, dataDir: folder.path });
  const call = createClient({ serverUrl: server.url, apiKey: server.apiKey });
  const env = { HH_API_URL: server.url, HH_API_KEY: server.apiKey };
  const run = (...argv: string[]): Promise<CommandResult> => runCommand(["runs", ...argv], env);
  const create = async (name: string, branch: string): Promise<string> => {
    const configuration = { function: "answer", trials: 3, evaluators: ["exact"] };
    const body = { name, status: "completed", metadata: metadata(branch), configuration } as const;
    return (await call("createRun", { body })).run_id;
  };
  const before = await create("old", "main");
  const after = await create("new", "feature");

  const list = await run("list");
  expect(list.out.split("\n").slice(0, 2)).toEqual([
    expect.stringMatching(/^RUN +STATUS +CREATED \(UTC\) +CASES +NAME +GIT$/),
    expect.stringMatching(
      new RegExp(`^${after} +completed +\\S+ \\S+ +0 +new +feature at 1c0a33bd6a with changes$`),
    ),
  ]);
  expect((await run("list", "--name", "old")).out.trim().split("\n")).toHaveLength(2);
  expect(await run("list", "--name", "nobody")).toMatchObject({
    code: 0,
    out: "",
    err: 'No runs named "nobody". See all: honeyhive runs list\n',
  });
  expect(JSON.parse((await run("list", "--limit", "1", "--json")).out)).toHaveLength(1);

  const show = await run("show", "latest");
  expect(show.out.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/, "<time>")).toBe(
    [
      "new",
      `run          ${after}`,
      "status       completed",
      "created      <time> UTC",
      "trials       0 of 0 passed",
      "git          feature at 1c0a33bd6a with changes",
      "environment  node 20.20.0, platform linux x64, ci GitHub Actions",
      "",
      "configuration",
      "  function    answer",
      "  trials      3",
      '  evaluators  ["exact"]',
      "",
      "No metrics: the run had no evaluators, or none of them came to a value.\n",
    ].join("\n"),
  );
  expect(JSON.parse((await run("show", "branch:main", "--json")).out)).toMatchObject({
    run_object: { run_id: before },
  });

  const compare = await run("compare", "new", before, "--json");
  expect(JSON.parse(compare.out)).toMatchObject({
    new_run: { run_id: after },
    old_run: { run_id: before },
  });
  expect((await run("compare", "new", "old")).out.split("\n")).toEqual([
    expect.stringMatching(`^new  new \\(${after}, .* UTC\\)$`),
    expect.stringMatching(`^old  old \\(${before}, .* UTC\\)$`),
    "0 cases in both, 0 added, 0 removed, 0 edited (not compared)",
    "",
    "CHANGED     OLD   NEW",
    "git.branch  main  feature",
    "",
  ]);

  expect(await run("compare", "latest", "latest")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/"latest" and "latest", which are both \S+\. `honeyhive runs list`/),
  });

  expect(await run("show", "branch:nowhere")).toMatchObject({
    code: 1,
    err: expect.stringContaining("`honeyhive runs list` shows what there is."),
  });
  expect(await run("show", "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/got the unknown id .* with `honeyhive runs list`/),
  });
  expect(await run("show", "latest", "--urk")).toMatchObject({
    code: 2,
    err: expect.stringMatching(/Did you mean --url\?[^]*See honeyhive runs show --help\n$/),
  });
  expect(await run("lits")).toMatchObject({ code: 2, err: expect.stringContaining("list") });
  for (const command of ["list", "show", "compare"]) {
    expect((await run(command, "--help")).out).toContain(`$ honeyhive runs ${command}`);
  }
});

test("names the cases that only one of the runs has, as far as a line goes", () => {
  const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => `case-${n}`);
  const run = { metrics: [], commonDatapoints: [], event_details: [] };
  const lines = describeComparison({
    ...run,
    new_only_datapoints: ["fresh"],
    old_only_datapoints: [],
    edited_datapoints: ids(57),
    // What is shown of them.
    old_run: { name: "old", run_id: "1", created_at: "2026-11-22T01:04:05.000Z" } as never,
    new_run: { name: "new", run_id: "2", created_at: "2026-11-22T01:05:05.000Z" } as never,
  });
  expect(lines).toEqual([
    "new  new (2, 2026-11-22 01:05 UTC)",
    "old  old (1, 2026-11-22 01:04 UTC)",
    "0 cases in both, 1 added, 0 removed, 57 edited (not compared)",
    "added   fresh",
    `edited  ${ids(20).join(", ")} and 37 more, all with --json`,
  ]);
});
