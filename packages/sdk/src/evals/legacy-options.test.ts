import { startCollector } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { createLogger } from "../lib/logger.js";
import { evaluate } from "./evaluate.js";
import { fromInputs, modernise } from "./legacy-options.js";

it("renames older options, says so once, and lets present names win", () => {
  const said: string[] = [];
  const logger = createLogger({ isVerbose: false, write: (line) => void said.push(line) });
  const options = { hh_api_key: "k", server_url: "u", max_workers: 3, concurrency: 5, name: "n" };
  expect(modernise(options, logger)).toEqual({
    apiKey: "k",
    serverUrl: "u",
    concurrency: 5,
    name: "n",
  });
  expect(said).toEqual([
    "[honeyhive] evaluate(): `hh_api_key` is now `apiKey`, `server_url` is now `serverUrl`, " +
      "`max_workers` is now `concurrency`.",
  ]);
});

it("does what options without a successor asked for, and says what to do instead", () => {
  const said: string[] = [];
  const logger = createLogger({ isVerbose: false, write: (line) => void said.push(line) });
  const options = {
    run_id: "mine",
    aggregate_function: "median",
    suite: "nightly",
    metadata: { team: "search" },
    runConcurrently: false,
    concurrency: 5,
    verbose: true,
    print_results: false,
    disableHttpTracing: true,
  };
  expect(modernise(options, logger)).toEqual({
    runId: "mine",
    aggregate: "median",
    concurrency: 1,
    reporters: [],
    metadata: { suite: "nightly", team: "search" },
  });
  expect(said.join()).toContain("`suite` is kept as `metadata.suite`, `runConcurrently` is now");
  expect(said).toHaveLength(1);
});

it("leaves present options alone, silently", () => {
  const options = { apiKey: "k" };
  const logger = createLogger({ isVerbose: false, write: () => expect.unreachable() });
  expect(modernise(options, logger)).toBe(options);
});

it("runs an evaluation in the older words", async () => {
  await using collector = await startCollector();
  const older = {
    evaluationFunction: function add(inputs: { n: number }, groundTruths: { n: number }) {
      return inputs.n + groundTruths.n;
    },
    hh_api_key: "key",
    server_url: collector.url,
    maxWorkers: 1,
    dataset: [{ inputs: { n: 1 }, ground_truths: { n: 2 } }],
  };
  const { cases } = await evaluate(older as never);
  expect(cases.map(({ outputs }) => outputs)).toEqual([3]);
  expect(collector.spans.map(({ name }) => name)).toContain("add");
});

it("adapts a function of inputs and ground truth, and keeps its name", async () => {
  const adapted = fromInputs(function add(inputs: { n: number }, groundTruth: number) {
    return inputs.n + groundTruth;
  });
  expect([adapted.name, adapted({ inputs: { n: 1 }, groundTruth: 2 })]).toEqual(["add", 3]);
});
