import { expect, test } from "vitest";

import { makeComparison, makeResult, scoreKey } from "../../../testing/make-result.js";
import { caseChangeOf } from "./case-change.js";
import { isEdited, toCompareRows } from "./compare-rows.js";
import { selectRows } from "./select-rows.js";

const rows = toCompareRows(
  {
    datapoints: [
      makeResult({ datapoint_id: "up", score: 1 }),
      makeResult({ datapoint_id: "down", score: 0.2 }),
      makeResult({ datapoint_id: "fresh", score: 1 }),
    ],
  },
  {
    datapoints: [
      makeResult({ datapoint_id: "gone", score: 1 }),
      makeResult({ datapoint_id: "down", score: 0.5 }),
      makeResult({ datapoint_id: "up", score: 0 }),
    ],
  },
  [makeComparison({ improved: ["up"], degraded: ["down"] })],
);

const idsOf = (some: readonly { readonly datapointId: string | null }[]): readonly unknown[] =>
  some.map(({ datapointId }) => datapointId);

test("joins the runs by datapoint, in the order of the new run, lost cases last", () => {
  expect(rows.map(({ datapointId, presence }) => `${datapointId} ${presence}`)).toEqual([
    "up both",
    "down both",
    "fresh added",
    "gone removed",
  ]);
});

test("tells how far a score moved and what the server called it", () => {
  expect(rows.map(({ scores }) => scores.get(scoreKey)?.delta)).toEqual([
    1,
    -0.3,
    undefined,
    undefined,
  ]);
  expect(rows.map(({ scores }) => scores.get(scoreKey)?.change)).toEqual([
    "improved",
    "degraded",
    undefined,
    undefined,
  ]);
});

test("keeps the cases of one change", () => {
  expect(idsOf(selectRows(rows, { change: "degraded", metric: scoreKey }, undefined))).toEqual([
    "down",
  ]);
  expect(idsOf(selectRows(rows, { change: "improved" }, undefined))).toEqual(["up"]);
  expect(idsOf(selectRows(rows, { change: "removed" }, undefined))).toEqual(["gone"]);
});

test("sorts by change, with cases that have none last both ways", () => {
  const sorted = (direction: "asc" | "desc"): readonly unknown[] =>
    idsOf(selectRows(rows, {}, { columnId: scoreKey, direction }));
  expect(sorted("asc")).toEqual(["down", "up", "fresh", "gone"]);
  expect(sorted("desc")).toEqual(["up", "down", "fresh", "gone"]);
});

test("pairs repeats of a datapoint in their order", () => {
  const twice = [makeResult({ score: 0 }), makeResult({ score: 1 })];
  const once = toCompareRows({ datapoints: twice }, { datapoints: twice.slice(0, 1) }, []);
  expect(once.map(({ presence }) => presence)).toEqual(["both", "added"]);
});

test("tells of each trial where it moved itself, of which less may be better", () => {
  const trials = (...scores: number[]) =>
    scores.map((score, trial) =>
      makeResult({ datapoint_id: "case", session_id: `${score} ${trial}`, trial, score }),
    );
  const [after, before] = [{ datapoints: trials(3, 1, 2) }, { datapoints: trials(1, 3, 2) }];
  const metric = makeComparison({ improved: ["case"], degraded: [] });
  const directions = (lowerIsBetter: boolean) =>
    toCompareRows(after, before, [metric], () => lowerIsBetter).map(({ scores }) => {
      const { change, direction } = scores.get(scoreKey) ?? {};
      return [change, direction];
    });
  expect(directions(false)).toEqual([
    ["improved", "improved"],
    ["improved", "degraded"],
    ["improved", "same"],
  ]);
  expect(directions(true).map(([, direction]) => direction)).toEqual([
    "degraded",
    "improved",
    "same",
  ]);
});

test("pairs trials by their number, in whichever order they began", () => {
  const trial = (number: number, outcome: string) =>
    makeResult({ session_id: `${outcome} ${number}`, trial: number, outcome });
  const pairs = toCompareRows(
    { datapoints: [trial(1, "passed"), trial(0, "failed")] },
    { datapoints: [trial(0, "passed"), trial(2, "passed"), trial(1, "passed")] },
    [],
  );
  expect(pairs.map((row) => [row.trial, row.old?.session_id, row.new?.session_id])).toEqual([
    [1, "passed 0", "failed 0"],
    [2, "passed 1", "passed 1"],
    [3, "passed 2", undefined],
  ]);
  expect(pairs[0]?.trials.new.map(({ number, outcome }) => `${number} ${outcome}`)).toEqual([
    "1 failed",
    "2 passed",
  ]);
});

test("searches old and new outputs in full", () => {
  const said = (text: string) =>
    makeResult({ outputs: { text: `${"a ".repeat(1_000)}"${text}"` } });
  const pairs = toCompareRows(
    { datapoints: [said("NEW\nend")] },
    { datapoints: [said("old")] },
    [],
  );
  const found = (text: string) => selectRows(pairs, { text }, undefined).length;
  expect([found('a "new end"'), found("old"), found("older")]).toEqual([1, 1, 0]);
});

test("does not pair cases without an id", () => {
  const nameless = [makeResult({ datapoint_id: null, session_id: "one" })];
  const other = [makeResult({ datapoint_id: null, session_id: "two" })];
  const unpaired = toCompareRows({ datapoints: nameless }, { datapoints: other }, []);
  expect(unpaired.map(({ presence }) => presence)).toEqual(["added", "removed"]);
});

test("finds the old score of a metric whose function was renamed", () => {
  const renamed = makeResult({ score: 0 });
  const old = {
    ...renamed,
    metrics: renamed.metrics.map((metric) => ({ ...metric, event_name: "before" })),
  };
  const [row] = toCompareRows({ datapoints: [makeResult({ score: 1 })] }, { datapoints: [old] }, [
    makeComparison({ improved: ["datapoint"] }),
  ]);
  expect(row?.scores.get(scoreKey)).toMatchObject({ delta: 1, change: "improved" });
});

test("tells which cases began to fail and which are fixed", () => {
  const one = { datapoint_id: "one", outcome: "passed" } as const;
  const two = { datapoint_id: "two", outcome: "errored" } as const;
  const three = { datapoint_id: "three", outcome: "passed" } as const;
  const flipped = toCompareRows(
    {
      datapoints: [
        makeResult({ ...one, outcome: "timed-out" }),
        makeResult({ ...two, outcome: "passed" }),
        makeResult(three),
      ],
    },
    { datapoints: [makeResult(one), makeResult(two), makeResult(three)] },
    [],
  );
  expect(flipped.map(caseChangeOf)).toEqual(["newly failing", "fixed", undefined]);
  expect(idsOf(selectRows(flipped, { change: "newly failing" }, undefined))).toEqual(["one"]);
});

test("marks cases whose content is another under the same id", () => {
  const point = (id: string, hash: string | null) =>
    makeResult({ datapoint_id: id, content_hash: hash });
  const pairs = toCompareRows(
    { datapoints: [point("same", "1"), point("edited", "2"), point("unknown", null)] },
    { datapoints: [point("same", "1"), point("edited", "1"), point("unknown", "1")] },
    [],
  );
  expect(idsOf(pairs.filter(isEdited))).toEqual(["edited"]);
});
