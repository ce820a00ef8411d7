import { expect, test } from "vitest";

import { runChanges, settingText } from "./run-changes.js";

test("what the caller says comes first, then the configuration, the dataset and the place", () => {
  const changes = runChanges(
    {
      metadata: { git: { branch: "main", commit_hash: "b" }, chatModel: "large" },
      configuration: { trials: 3 },
      dataset_id: "new-set",
    },
    {
      metadata: {
        git: { branch: "main", commit_hash: "a" },
        chatModel: "small",
        offline_dataset_id: "EXT-1",
      },
      configuration: { trials: 1 },
      dataset_id: null,
    },
  );
  expect(changes).toEqual([
    { name: "chatModel", old: "small", new: "large" },
    { name: "trials", old: 1, new: 3 },
    { name: "dataset", old: "EXT-1", new: "new-set" },
    { name: "git.commit_hash", old: "a", new: "b" },
  ]);
});

test("nested objects are compared name by name whatever their order, lists as a whole", () => {
  const changes = runChanges(
    { metadata: { model: { name: "m", temperature: 0 }, tools: ["a", "b"], empty: {} } },
    { metadata: { empty: {}, tools: ["a"], model: { temperature: 1, name: "m" } } },
  );
  expect(changes).toEqual([
    { name: "model.temperature", old: 1, new: 0 },
    { name: "tools", old: ["a"], new: ["a", "b"] },
  ]);
});

test("a setting that one run alone has is a change from or to nothing", () => {
  expect(runChanges({ metadata: { prompt: "v2" } }, { metadata: { seed: 0 } })).toEqual([
    { name: "prompt", old: undefined, new: "v2" },
    { name: "seed", old: 0, new: undefined },
  ]);
});

test("of what nobody kept of one run nothing is said", () => {
  const kept = { metadata: { prompt: "v2" }, configuration: { trials: 1 } };
  expect(runChanges(kept, { configuration: { trials: 1 } })).toEqual([]);
  expect(runChanges({ metadata: { prompt: "v2" } }, kept)).toEqual([]);
});

test("what came of the run, and a second name for the same, are no changes", () => {
  const changes = runChanges(
    { metadata: { cache: { hits: 3 } }, configuration: { concurrency: 10 } },
    {
      metadata: {},
      configuration: { concurrency: 10, max_workers: 10, aggregate_function: "sum" },
    },
  );
  expect(changes).toEqual([]);
});

test("names are different, also where the caller has one of ours", () => {
  const changes = runChanges(
    { metadata: { trials: "many", dataset: "b" }, configuration: { trials: 3 }, dataset_id: "2" },
    { metadata: { trials: "few", dataset: "a" }, configuration: { trials: 1 }, dataset_id: "1" },
  );
  expect(changes.map(({ name }) => name)).toEqual([
    "trials",
    "dataset",
    "configuration.trials",
    "run.dataset",
  ]);
});

test("settings are told as text", () => {
  expect([undefined, "large", 3, null, ["a"]].map(settingText)).toEqual([
    "–",
    "large",
    "3",
    "null",
    '["a"]',
  ]);
});
