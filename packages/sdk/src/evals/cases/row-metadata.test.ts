import { startCollector, type Collector } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { evaluate } from "../evaluate.js";
import { fromAutoevals } from "../evaluators/from-autoevals.js";

interface Row {
  readonly inputs: { readonly n: number };
  readonly metadata?: { readonly lang: string; readonly tags: string[] };
}

const tagged: Row = { inputs: { n: 1 }, metadata: { lang: "de", tags: ["new"] } };

test("function and evaluators get a row's metadata, each a copy, and results have it", async () => {
  const seen: unknown[] = [];
  const { cases } = await evaluate({
    disableTracing: true,
    journal: false,
    dataset: [tagged, { inputs: { n: 2 } }],
    trials: 2,
    concurrency: 1,
    function: ({ metadata }) => {
      seen.push(structuredClone(metadata));
      metadata?.tags.push("changed");
      return metadata?.lang;
    },
    evaluators: [
      function german(outputs, _, __, { metadata }) {
        seen.push(structuredClone(metadata));
        metadata["lang"] = "changed";
        return outputs === "de";
      },
      fromAutoevals(async (args: { readonly metadata: object }) => {
        seen.push(args.metadata);
        return { name: "tags", score: 1 };
      }),
    ],
  });
  const perCase = [
    ...Array.from({ length: 6 }, () => tagged.metadata),
    ...Array.from({ length: 2 }, () => [undefined, {}, {}]).flat(),
  ];
  expect(seen).toEqual(perCase);
  expect(cases.map(({ metadata }) => metadata)).toEqual([
    tagged.metadata,
    tagged.metadata,
    undefined,
    undefined,
  ]);
});

test("the session has a row's metadata, which cannot make it another case's", async () => {
  await using collector = await startCollector({ takesBatches: true });
  const own = { lang: "de", run_id: "r", datapoint_id: "d", outcome: "passed", trial: 7 };
  const controller = new AbortController();
  const { cases } = await evaluate({
    name: "tagged",
    apiKey: "key",
    serverUrl: collector.url,
    journal: false,
    concurrency: 1,
    dataset: [1, 2].map((n) => ({ inputs: { n }, metadata: own })),
    function: () => controller.abort(),
    signal: controller.signal,
    evaluators: [() => false],
  });
  expect(cases.map(({ attempts }) => attempts)).toEqual([1, 0]);
  for (const { sessionId, outcome } of cases) {
    const metadata = metadataOf(collector, sessionId);
    expect(metadata).toMatchObject({ lang: "de", outcome });
    expect(metadata["run_id"]).not.toBe("r");
    expect(metadata["datapoint_id"]).not.toBe("d");
    expect(metadata["trial"]).toBeUndefined();
  }
});

/** Of a session, as requests about it have put it together. */
function metadataOf(collector: Collector, sessionId: string): Record<string, unknown> {
  const changes = collector.requests.flatMap(({ path, body }) =>
    path === "/v1/sessions/batch" ? (body as { changes: SessionChange[] }).changes : [],
  );
  const own = changes.filter(({ event_id: id }) => id === sessionId);
  return Object.assign({}, ...own.map(({ metadata }) => metadata)) as Record<string, unknown>;
}

interface SessionChange {
  readonly event_id: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

test("what a row's metadata says makes neither its id nor another case of it", async () => {
  const idsOf = async (metadata: { lang: string } | undefined): Promise<unknown> => {
    const { cases } = await evaluate({
      disableTracing: true,
      journal: false,
      dataset: [{ inputs: { n: 1 }, groundTruth: 2, metadata }],
      function: () => 2,
    });
    return cases.map(({ datapointId, contentHash }) => ({ datapointId, contentHash }));
  };
  expect(await idsOf({ lang: "de" })).toEqual(await idsOf(undefined));
  expect(await idsOf({ lang: "fr" })).toEqual(await idsOf(undefined));
});

test("metadata that is no object is refused, and the row named", async () => {
  const rows = [tagged, { inputs: { n: 2 }, metadata: ["new"] }] as unknown as Row[];
  await expect(
    evaluate({ disableTracing: true, journal: false, dataset: rows, function: () => 1 }),
  ).rejects.toMatchObject({
    code: "INVALID_DATASET",
    message:
      'Expected row 2 of `dataset` to have an object as `metadata`, such as { "lang": "de" }, got an array of 1. ' +
      "Put it into one under a name, or omit it.",
  });
});
