import type { MetricContent, MetricInput, MetricThreshold } from "@honeyhive/contract";

/** Names of the form's fields. */
export const thresholdField = {
  least: "least",
  most: "most",
  wanted: "wanted",
  passing: "passing",
} as const;

type Read = (field: string) => string;

/**
 * What passes of what the metric gives, as a filled-in form says it. What it has no field for stays, as long as the
 * metric gives the same; null where nothing is left.
 */
export function readThreshold(
  read: Read,
  { return_type: returnType, categories }: Pick<MetricInput, "return_type" | "categories">,
  before: MetricContent | undefined,
): MetricThreshold | null {
  const known = before?.return_type === returnType ? (before?.threshold ?? {}) : {};
  const threshold =
    returnType === "float"
      ? readBounds(read, known)
      : returnType === "boolean"
        ? readWanted(read, known)
        : readPassing(
            read,
            known,
            categories?.map(({ category }) => category),
          );
  return Object.keys(threshold).length === 0 ? null : threshold;
}

function readBounds(
  read: Read,
  { min: _min, max: _max, ...others }: MetricThreshold,
): MetricThreshold {
  const [least, most] = [read(thresholdField.least).trim(), read(thresholdField.most).trim()];
  if (least !== "" && most !== "" && Number(least) > Number(most)) {
    throw new Error(`Expected a range that a score can be in, got \`${least}\` to \`${most}\`.`);
  }
  return {
    ...others,
    ...(least === "" ? {} : { min: Number(least) }),
    ...(most === "" ? {} : { max: Number(most) }),
  };
}

/** That yes passes need not be said. */
function readWanted(read: Read, { pass_when: known, ...others }: MetricThreshold): MetricThreshold {
  if (read(thresholdField.wanted) === "false") return { ...others, pass_when: false };
  return { ...others, ...(known === undefined || known === false ? {} : { pass_when: known }) };
}

function readPassing(
  read: Read,
  { passing_categories: _known, ...others }: MetricThreshold,
  categories: readonly string[] | undefined,
): MetricThreshold {
  const lines = read(thresholdField.passing).split("\n");
  const passing = lines.map((line) => line.trim()).filter((line) => line !== "");
  const unknown = passing.find((name) => categories?.includes(name) === false);
  if (unknown !== undefined) {
    throw new Error(`Expected categories of the metric to pass, got \`${unknown}\`. Correct it.`);
  }
  return { ...others, ...(passing.length === 0 ? {} : { passing_categories: passing }) };
}
