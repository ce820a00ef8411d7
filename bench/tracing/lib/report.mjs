/** One measurement as a Markdown table, contestants in rows. */
export function renderMeasurement(measurement, contestants, results) {
  if (measurement.isFacts) return renderFacts(measurement, contestants, results);
  const { name, title, metrics } = measurement;
  const header = [
    "",
    ...metrics.flatMap(({ label, hasRatio }) => (hasRatio ? [label, "×"] : [label])),
  ];
  const rows = contestants.map((contestant) => [
    contestant.label,
    ...metrics.flatMap(({ key, hasRatio }) => {
      const own = results.summary(name, contestant.name, key);
      const rival = results.summary(name, contestant.rivalName, key);
      return hasRatio ? [range(own), ratio(own, rival)] : [range(own)];
    }),
  ]);
  return `### ${name}: ${title}\n\n${markdownTable([header, ...rows])}`;
}

/** Yes or no: contestants in columns, because there are more questions than figures. */
function renderFacts({ name, title, metrics }, contestants, results) {
  const asked = contestants.filter(
    (contestant) => results.summary(name, contestant.name, metrics[0].key) !== undefined,
  );
  const rows = metrics.map(({ key, label }) => [
    label,
    ...asked.map(({ name: who }) => (results.summary(name, who, key).median === 1 ? "yes" : "no")),
  ]);
  const header = ["", ...asked.map(({ label }) => label)];
  return `### ${name}: ${title}\n\n${markdownTable([header, ...rows])}`;
}

export function renderGoals(judged) {
  const rows = judged.map(({ title, value, bound, isMet }) => [
    title,
    number(value),
    number(bound),
    isMet ? "met" : "MISSED",
  ]);
  return `### Goals\n\n${markdownTable([["goal", "honeyhive", "limit", ""], ...rows])}`;
}

function range(summary) {
  if (summary === undefined) return "–";
  const { median, min, max } = summary;
  return min === max ? number(median) : `${number(median)} (${number(min)}–${number(max)})`;
}

function ratio(own, rival) {
  return own === undefined || rival === undefined ? "–" : (own.median / rival.median).toFixed(2);
}

/** Three digits that matter, and never an exponent. */
function number(value) {
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  return rounded.toLocaleString("en-US", { maximumFractionDigits: 4 });
}

function markdownTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(3, ...rows.map((row) => row[column].length)));
  const line = (cells) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join(" | ")} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  const [header, ...body] = rows;
  return [line(header), rule, ...body.map(line)].join("\n");
}
