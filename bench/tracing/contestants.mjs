/** Everybody who can take part: each a file of that name. */
const contestantNames = [
  "plain",
  "otel2",
  "otel2-proto",
  "otel3",
  "honeyhive",
  "langfuse",
  "lmnr",
  "traceloop",
  "braintrust",
  "langsmith",
];

/**
 * A name may carry a Node version (`otel2@24`): the contestant then runs under that Node and is compared with raw
 * OpenTelemetry 2.12 under the same one.
 */
export const defaultNames = [
  ...contestantNames.filter((name) => name !== "otel3"),
  ...["plain", "otel2", "otel3", "honeyhive"].map((name) => `${name}@24`),
];

export async function loadContestant(name) {
  const [file, nodeVersion] = name.split("@");
  if (!contestantNames.includes(file)) {
    throw new Error(
      `Expected a contestant, got \`${name}\`. Choose from: ${contestantNames.join(", ")}, with or without @24.`,
    );
  }
  const { href } = new URL(`contestants/${file}.mjs`, import.meta.url);
  const { label, packages, imports } = await import(href);
  const suffix = nodeVersion === undefined ? "" : `@${nodeVersion}`;
  return {
    name,
    label: nodeVersion === undefined ? label : `${label} (Node ${nodeVersion})`,
    moduleUrl: href,
    treeName: file,
    packages,
    imports,
    nodeVersion,
    /** Whom it is compared with. */
    rivalName: `otel2${suffix}`,
    /** What the same work costs untraced. */
    idleName: `plain${suffix}`,
  };
}
