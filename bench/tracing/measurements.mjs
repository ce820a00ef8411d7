/** What can be measured, in the order in which it is: each a file of that name. */
export const measurementNames = [
  "hot",
  "nest",
  "sessions",
  "delivery",
  "import",
  "cold",
  "memory",
  "lossless",
  "outage",
  "loop-delay",
  "semantics",
];

export async function loadMeasurement(name) {
  if (!measurementNames.includes(name)) {
    throw new Error(
      `Expected a measurement, got \`${name}\`. Choose from: ${measurementNames.join(", ")}.`,
    );
  }
  const { href } = new URL(`measurements/${name}.mjs`, import.meta.url);
  const module = await import(href);
  return {
    name,
    url: href,
    maxRounds: Infinity,
    isParallel: false,
    isTracedOnly: false,
    isFacts: false,
    ...module,
  };
}
