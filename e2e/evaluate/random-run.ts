import { join } from "node:path";

import { aggregateFunctions } from "@honeyhive/contract";
import { makeRandom, type Random } from "@honeyhive/testing";
import { evaluate, evaluator, type EvaluationResult } from "honeyhive";

export interface RandomRun {
  readonly result: EvaluationResult;
  /** Where `path("html")` is. */
  readonly path: (kind: "json" | "junit" | "markdown" | "html" | "journal") => string;
}

export interface RandomRuns {
  readonly seed: number;
  readonly before: RandomRun;
  readonly after: RandomRun;
  readonly aggregate: string;
  readonly trials: number;
  readonly weights: Readonly<Record<string, number>>;
}

interface Destination {
  readonly serverUrl: string;
  readonly apiKey: string;
}

interface Answer {
  readonly value: number;
  readonly trial: number;
}

/**
 * Two runs of which the second compares itself with the first, over almost the same cases. Cases of them pass, fail, throw
 * and hang; scores are missing, of no kind and of every kind; the second may stop early.
 */
export async function runAtRandom(
  seed: number,
  folder: string,
  destination: Destination,
): Promise<RandomRuns> {
  const random = makeRandom(seed);
  const isWeighed = random.chance(0.5);
  const weights = { yes: isWeighed ? 2 : 1, graded: isWeighed ? 3 : 1 };
  const shape: Shape = {
    seed,
    cases: 1 + random.below(12),
    hasIds: random.chance(0.7),
    trials: 1 + random.below(3),
    aggregate: random.chance(0.5) ? "average" : random.pick(aggregateFunctions),
    weights: isWeighed ? weights : {},
    concurrency: 1 + random.below(4),
    stop: random.pick(["cancel", "errors", undefined, undefined]),
    folder,
  };
  const before = await runOnce(shape, "before", { ...destination });
  const baseline = random.chance(0.5) ? before.result.runId : before.path("journal");
  const after = await runOnce(shape, "after", { ...destination, baseline });
  const { aggregate, trials } = shape;
  return { seed, before, after, aggregate, trials, weights };
}

interface Shape {
  readonly seed: number;
  readonly cases: number;
  readonly hasIds: boolean;
  readonly trials: number;
  readonly aggregate: (typeof aggregateFunctions)[number];
  readonly weights: Readonly<Record<string, number>>;
  readonly concurrency: number;
  readonly stop: "cancel" | "errors" | undefined;
  readonly folder: string;
}

interface Row {
  readonly id?: string;
  readonly inputs: { readonly n: number; readonly edited?: boolean };
  readonly metadata: RowMetadata;
}

export interface RowMetadata {
  readonly lang?: string;
  readonly tags: readonly (string | number)[];
}

export const sliceKeys = ["lang", "tags"] as const;

/** What the row with this `n` says of itself. */
export function metadataOf(seed: number, n: number): RowMetadata {
  const random = randomOf(`${seed} metadata ${n}`);
  const lang = random.pick(["de", "en", "fr, or=not", undefined]);
  const tags = ["hard", 7, "hard"].filter(() => random.chance(0.4));
  return { ...(lang === undefined ? {} : { lang }), tags };
}

async function runOnce(
  shape: Shape,
  which: "before" | "after",
  more: Destination & { readonly baseline?: string },
): Promise<RandomRun> {
  const { seed, folder, weights, stop } = shape;
  const fileOf = (name: string): string => join(folder, `${which}.${name}`);
  /** The same for the same words, in whatever order cases run. */
  const chanceOf = (...words: readonly (string | number)[]): number =>
    randomOf(`${seed} ${which} ${words.join(" ")}`).next();
  const controller = new AbortController();
  let ended = 0;
  const result = await evaluate<Row, Answer>({
    ...more,
    name: `${which} ${seed}`,
    journal: folder,
    dataset: rowsOf(shape, which),
    trials: shape.trials,
    aggregate: shape.aggregate,
    sliceBy: sliceKeys,
    concurrency: shape.concurrency,
    timeoutMs: 120,
    retries: 0,
    ...(stop === "errors" && which === "after" ? { maxErrors: 1 } : {}),
    signal: controller.signal,
    onProgress: () => {
      if (++ended === 3 && stop === "cancel" && which === "after") controller.abort();
    },
    function: async ({ inputs, trial }) => {
      const value = chanceOf("function", inputs.n, trial);
      if (value < 0.1) throw new Error("no answer");
      if (value < 0.15) await new Promise(() => undefined);
      return { value, trial };
    },
    evaluators: [
      evaluator(
        function yes(output: Answer, { n }: Row["inputs"]) {
          const chance = chanceOf("yes", n, output.trial);
          if (chance < 0.08) throw new Error("no judge");
          return chance < 0.15 ? null : chance > 0.4;
        },
        { weight: weights["yes"] },
      ),
      evaluator(
        function graded(output: Answer, { n }: Row["inputs"]) {
          const chance = chanceOf("graded", n, output.trial);
          if (chance < 0.15) return chance < 0.1 ? null : Number.NaN;
          return { score: chance, explanation: `of ${n}` };
        },
        { weight: weights["graded"], repeat: 2, asserts: seed % 3 === 0, target: 0.3 },
      ),
      function label(output, { n }) {
        const chance = chanceOf("label", n, output.trial);
        return chance < 0.2 ? null : chance < 0.6 ? "short" : "long";
      },
      function group(output, { n }) {
        const chance = chanceOf("group", n, output.trial);
        if (chance < 0.1) throw new Error("no group");
        return chance < 0.5 ? { a: chance, b: chance > 0.3 } : { a: 1 - chance };
      },
      { name: "slow", lowerIsBetter: true, evaluate: ({ value }) => value * 10 },
    ],
    gates: { yes: { min: 0.3 }, graded: { max: 0.9 } },
    reporters: (["json", "junit", "markdown", "html"] as const).map((name) => ({
      name,
      path: fileOf(name),
    })),
  });
  const journal = join(folder, `${result.runId}.ndjson`);
  return { result, path: (kind) => (kind === "journal" ? journal : fileOf(kind)) };
}

/** One case less in each of the two runs, and some that are edited in between. */
function rowsOf({ seed, cases, hasIds }: Shape, which: "before" | "after"): Row[] {
  const random = randomOf(`${seed} rows`);
  const rows = Array.from({ length: cases }, (_, n): Row => {
    const isEdited = random.chance(0.15) && which === "after";
    return {
      ...(hasIds ? { id: `case-${n}` } : {}),
      inputs: { n, ...(isEdited ? { edited: true } : {}) },
      metadata: metadataOf(seed, n),
    };
  });
  return cases > 6 ? rows.filter((_, index) => index !== (which === "after" ? 4 : 5)) : rows;
}

function randomOf(words: string): Random {
  let hash = 7;
  for (let at = 0; at < words.length; at++) hash = (hash * 31 + words.charCodeAt(at)) | 0;
  return makeRandom(hash);
}
