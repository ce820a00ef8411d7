import { routes } from "@honeyhive/contract";
import {
  makeTemporaryDirectory,
  startCollector,
  waitFor,
  type CollectedRequest,
  type Collector,
} from "@honeyhive/testing";
import { describe, expect, it, vi } from "vitest";

import { evaluate } from "./evaluate.js";
import { datapoints, pythonBodies, pythonSequence } from "./fixtures/python-experiment.js";
import type { EvaluationResult } from "./types/evaluation-result.js";

type Json = Readonly<Record<string, unknown>>;

interface Difference {
  /** What is otherwise; docs/decisions/0016 says why. */
  readonly what: string;
  readonly apply: (sequence: readonly string[]) => readonly string[];
}

/** All that the order of our requests may differ in. */
const differences: readonly Difference[] = [
  {
    what: "a session is updated when its case ends, not after the last case",
    apply: (sequence) =>
      sequence
        .filter((label) => !label.startsWith("PUT /events "))
        .flatMap((label) => {
          const [, place] = /^POST \/session\/start (\d+)$/.exec(label) ?? [];
          return place === undefined ? [label] : [label, `PUT /events ${place}`];
        }),
  },
  {
    what: "spans travel in batches, which leave when they are due, before the run ends",
    apply: (sequence) => sequence.filter((label) => !isTraces(label)),
  },
  {
    what: "the result is not read back",
    apply: (sequence) => sequence.filter((label) => !label.startsWith("GET ")),
  },
];

/** All that our bodies may differ in: what each says beside Python's fields, or instead of them. */
const additions = (sessionIds: readonly string[]): Readonly<Record<string, Json>> => ({
  "POST /v1/runs": {
    status: "running",
    metadata: { environment: { node: expect.any(String), platform: expect.any(String) } },
    configuration: { concurrency: 1, timeout_ms: 120_000, retries: 2, trials: 1 },
  },
  "POST /session/start": {
    session: { session_id: expect.any(String), start_time: expect.any(Number) },
  },
  "PUT /events": { metadata: { outcome: "passed" } },
  "PUT /v1/runs/{run_id}": {
    session_ids: sessionIds,
    results: {
      outcomes: expect.objectContaining({ passed: 3, failed: 0, errored: 0 }),
      metrics: [expect.objectContaining({ name: "exact", mean: 1, counted: 3, total: 3 })],
      run_scores: [],
    },
  },
});

describe("on the wire an experiment is what the Python SDK makes of it", () => {
  it.each([false, true])(
    "in the order of its requests (a server that takes batches: %s)",
    async (takesBatches) => {
      await using collector = await startCollector({ takesBatches });
      const result = await run(collector);
      const requests = requestsOf(collector, result);
      const labels = requests.map(({ label }) => label);
      expect(inOrder(labels.filter((label) => !isTraces(label)))).toEqual(
        differences.reduce((sequence, { apply }) => apply(sequence), pythonSequence),
      );
      expect(labels.at(-1)).toBe("PUT /v1/runs/{run_id}");
      expect(collector.spans.map(({ name }) => name).toSorted()).toEqual(
        ["answer", "answer", "answer", "exact", "exact", "exact"], // Each once, whatever the batches.
      );
    },
  );

  it.each([
    ["a server that takes batches, with a journal", { takesBatches: true, keepsJournal: true }],
    ["a server that takes none, without one", { takesBatches: false, keepsJournal: false }],
  ])(
    "request by request in its own order, for those who ask for it: %s",
    async (_, { takesBatches, keepsJournal }) => {
      await using collector = await startCollector({ takesBatches });
      await using folder = await makeTemporaryDirectory();
      const result = await evaluate({
        ...experiment(collector),
        journal: keepsJournal ? folder.path : false,
        wire: "python",
      });
      const labels = requestsOf(collector, result).map(({ label }) => label);
      expect(labels).toEqual(pythonSequence);
      expect(result).toMatchObject({ status: "completed", serverError: undefined });
      expect(result.delivery).toMatchObject({ dropped: 0, pending: 0, isComplete: true });
    },
  );

  it("in its own order with several cases at a time, each case's requests before and after it", async () => {
    await using collector = await startCollector({ takesBatches: true });
    const result = await evaluate({ ...experiment(collector), concurrency: 3, wire: "python" });
    const labels = requestsOf(collector, result).map(({ label }) => label);
    const [first, second] = [labels.findIndex(isTraces), labels.findLastIndex(isTraces)];
    expect(labels.toSorted().filter((label) => !isTraces(label))).toEqual(
      pythonSequence.filter((label) => !isTraces(label)).toSorted(),
    );
    expect(labels.slice(0, first).every((label) => label.startsWith("POST "))).toBe(true);
    expect(labels.slice(second + 1)).toEqual([
      expect.stringMatching(/^PUT .events \d$/),
      expect.stringMatching(/^PUT .events \d$/),
      expect.stringMatching(/^PUT .events \d$/),
      ...pythonSequence.slice(-2),
    ]);
  });

  it("says that the result could not be read back", async () => {
    await using collector = await startCollector();
    using said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const { serverError, status } = await evaluate({
      ...experiment(collector),
      wire: "python",
      tracing: {
        fetch: (url, init) =>
          init?.method === "GET"
            ? Promise.resolve(new Response("no", { status: 404 }))
            : fetch(url, init),
      },
    });
    expect([status, serverError]).toEqual(["completed", undefined]);
    expect(said).toHaveBeenCalledWith(
      expect.stringMatching(/What the server makes of the run could not be read back: .* 404/),
    );
  });

  it.each(["batched", "python"] as const)("field by field in its bodies (%s)", async (wire) => {
    await using collector = await startCollector();
    const result = await evaluate({ ...experiment(collector), wire });
    const sessionIds = result.cases.map(({ sessionId }) => sessionId);
    const theirs = pythonBodies({ runId: result.runId, sessionIds });
    const ours = requestsOf(collector, result).filter(({ label }) => hasJsonBody(label));
    expect(ours.map(({ label }) => label).toSorted()).toEqual(Object.keys(theirs).toSorted());
    const added = additions(sessionIds);
    for (const { label, body } of ours) {
      const expected = merged(theirs[label], added[label.replace(/ \d+$/, "")]);
      expect({ label, body: withoutPlace(body) }).toStrictEqual({ label, body: expected });
    }
  });

  it("but for outputs that are no objects, which keep their ground truth", async () => {
    await using collector = await startCollector();
    const outputs = ["just text", ["a", "list"], 7];
    await evaluate({
      ...settings(collector),
      dataset: outputs.map((output, index) => ({ inputs: { index }, groundTruth: output })),
      function: ({ inputs }) => outputs[inputs.index],
    });
    const bodies = collector.requests.filter(({ path }) => path === "/events");
    expect(bodies.map(({ body }) => body)).toMatchObject(
      outputs.map((output) => ({
        outputs: { result: output },
        feedback: { ground_truth: output },
      })),
    );
  });

  it("but for its status, which is what happened", async () => {
    await using collector = await startCollector();
    await evaluate({
      ...settings(collector),
      dataset: [{ inputs: {} }],
      function: () => {
        throw new Error("no");
      },
    });
    expect(collector.requests.at(-1)?.body).toMatchObject({ status: "failed" });
  });
});

const settings = (collector: Collector) =>
  ({ apiKey: "key", serverUrl: collector.url, journal: false, concurrency: 1 }) as const;

/** The fixture's experiment. */
const experiment = (collector: Collector) => ({
  ...settings(collector),
  name: " nightly ",
  dataset: datapoints.map(({ row }) => row),
  function: function answer({ inputs }: { readonly inputs: { readonly q: string } }) {
    return datapoints.find(({ row }) => row.inputs.q === inputs.q)?.outputs;
  },
  evaluators: [
    function exact() {
      return true;
    },
  ],
});

/** Each case waits for what the one before it has sent, so that its requests arrive in the order in which they left. */
function run(collector: Collector): Promise<EvaluationResult> {
  let started = 0;
  const given = experiment(collector);
  return evaluate({
    ...given,
    function: async function answer(datapoint) {
      const place = ++started;
      await waitFor({
        what: `the session of case ${place}, and the update of the one before it`,
        find: () => {
          const bodies = collector.requests.flatMap(changesOf);
          const starts = bodies.filter(({ path }) => path === routes.startSessionLegacy.path);
          const updates = bodies.filter(({ path }) => path === routes.updateEventLegacy.path);
          return starts.length >= place && updates.length >= place - 1 ? true : undefined;
        },
        describe: () =>
          collector.requests.map(({ method, path }) => `${method} ${path}`).join(", "),
      });
      return given.function(datapoint);
    },
  });
}

type Request = Pick<CollectedRequest, "method" | "path" | "body">;

interface LabelledRequest {
  readonly label: string;
  readonly body: Json;
}

/** Under the fixture's names. */
function requestsOf(collector: Collector, { runId, cases }: EvaluationResult): LabelledRequest[] {
  const placeOf = (id: string): number => cases.findIndex(({ sessionId }) => sessionId === id) + 1;
  return collector.requests.flatMap(changesOf).map(({ method, path, body }) => {
    // Every body is an object: requests without one have no part in an experiment.
    const { session, event_id: id } = body as Json & {
      readonly session?: { readonly session_id: string };
      readonly event_id?: string;
    };
    const sessionId = session?.session_id ?? id ?? sessionOfSpans(body);
    const place = sessionId === undefined ? "" : ` ${placeOf(sessionId)}`;
    return { label: `${method} ${path.replace(runId, "{run_id}")}${place}`, body: body as Json };
  });
}

/** Of the first span in a request. */
function sessionOfSpans(body: unknown): string | undefined {
  const [, id] =
    /"honeyhive.session_id","value":\{"stringValue":"([^"]+)"/.exec(JSON.stringify(body)) ?? [];
  return id;
}

/** A batch of sessions as the requests that it stands for. */
function changesOf(request: Request): Request[] {
  if (request.path !== routes.changeSessions.path) return [request];
  const { changes } = request.body as { readonly changes: readonly object[] };
  return changes.map((body) => {
    const { method, path } =
      "session" in body ? routes.startSessionLegacy : routes.updateEventLegacy;
    return { method, path, body };
  });
}

/** An update and the start of the next session leave one after the other and may overtake each other on their way. */
function inOrder(labels: readonly string[]): string[] {
  const ordered = [...labels];
  for (const [index, label] of ordered.entries()) {
    const [, place] = /^PUT \/events (\d+)$/.exec(label) ?? [];
    if (place === undefined || ordered[index - 1] !== `POST /session/start ${Number(place) + 1}`) {
      continue;
    }
    ordered.splice(index - 1, 2, label, ordered[index - 1] ?? "");
  }
  return ordered;
}

function isTraces(label: string): boolean {
  return label.startsWith("POST /opentelemetry/v1/traces");
}

function hasJsonBody(label: string): boolean {
  return !isTraces(label) && !label.startsWith("GET ");
}

/** Without what depends on where the test runs: the repository, which both send, and the CI that it runs in. */
function withoutPlace(body: Json): Json {
  const { metadata } = body;
  if (!isPlain(metadata)) return body;
  const { git: _, environment, ...others } = metadata;
  if (!isPlain(environment)) return { ...body, metadata: others };
  const { ci: __, ...program } = environment;
  return { ...body, metadata: { ...others, environment: program } };
}

function merged(theirs: unknown, added: unknown): unknown {
  if (!isPlain(theirs) || !isPlain(added)) return added === undefined ? theirs : added;
  const keys = new Set([...Object.keys(theirs), ...Object.keys(added)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(theirs[key], added[key])]));
}

function isPlain(value: unknown): value is Json {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
