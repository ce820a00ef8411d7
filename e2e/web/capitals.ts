import type { SeedCase, SeedRun } from "./seed.js";

const capitals = [
  ["France", "Paris"],
  ["Japan", "Tokyo"],
  ["Australia", "Canberra"],
  ["Canada", "Ottawa"],
  ["Brazil", "Brasília"],
  ["Turkey", "Ankara"],
  ["Nigeria", "Abuja"],
  ["Kazakhstan", "Astana"],
  ["Switzerland", "Bern"],
  ["Myanmar", "Naypyidaw"],
] as const;

/** Ten cases of which the named ones go wrong; everything else is right. */
export function capitalCases(options: {
  readonly wrong?: readonly string[];
  readonly errored?: readonly string[];
  readonly unscored?: readonly string[];
  readonly without?: readonly string[];
  readonly style?: string;
}): readonly SeedCase[] {
  const has = (list: readonly string[] | undefined, country: string): boolean =>
    list?.includes(country) === true;
  return capitals
    .filter(([country]) => !has(options.without, country))
    .map(([country, capital]): SeedCase => {
      const isWrong = has(options.wrong, country);
      const base = {
        datapointId: `dp-${country.toLowerCase()}`,
        question: `What is the capital of ${country}?`,
        groundTruth: capital,
      };
      if (has(options.errored, country)) {
        const error = "RateLimitError: 429 Too many requests, retry after 20 s";
        return { ...base, answer: "", scores: {}, outcome: "errored", error };
      }
      const said = isWrong ? `${country} City` : capital;
      const conciseness = options.style === "long" ? 0.55 : 0.92;
      return {
        ...base,
        answer:
          options.style === "long"
            ? `The capital of ${country} is, as you may know, ${said}.`
            : `The capital of ${country} is ${said}.`,
        scores: {
          correct: !isWrong,
          ...(has(options.unscored, country)
            ? {}
            : { conciseness: conciseness - capital.length / 100 }),
        },
        ...(has(options.unscored, country)
          ? {
              unscored: {
                conciseness: { state: "not-scorable", reason: "the judge gave no number" },
              },
            }
          : {}),
        outcome: isWrong ? "failed" : "passed",
      };
    });
}

/** The older run is wrong about Turkey and Brazil and lacks Myanmar; the newer one is wrong about Australia and lacks Bern. */
export const baseline: SeedRun = {
  runId: "0b0b0b0b-0000-4000-8000-000000000000",
  name: "baseline prompt",
  metadata: {
    prompt: "long",
    model: "gpt-5-mini",
    git: { branch: "main", commit_hash: "1c0a33bd6a21" },
  },
  cases: capitalCases({ wrong: ["Turkey", "Brazil"], without: ["Myanmar"], style: "long" }),
};

export const candidate: SeedRun = {
  runId: "0c0c0c0c-0000-4000-8000-000000000000",
  name: "shorter prompt",
  metadata: {
    prompt: "short",
    model: "gpt-5-mini",
    git: { branch: "main", commit_hash: "77fe01dc0b42" },
  },
  cases: capitalCases({
    wrong: ["Australia"],
    errored: ["Nigeria"],
    unscored: ["Canada"],
    without: ["Switzerland"],
  }),
};

/** Six cases, three times each: two that always pass, two that do so now and then, two that never do. */
export const repeated: SeedRun = {
  runId: "0d0d0d0d-0000-4000-8000-000000000000",
  name: "three trials",
  trials: 3,
  cases: [0, 2, 1].flatMap((trial) =>
    capitalCases({
      wrong: ["Australia", "Canada", ...(trial === 1 ? ["Brazil", "Turkey"] : [])],
      without: ["Nigeria", "Kazakhstan", "Switzerland", "Myanmar"],
    }).map((one) => ({ ...one, trial })),
  ),
};
