/** Metrics of three kinds, and their text in OpenMetrics 1.0: https://prometheus.io/docs/specs/om/open_metrics_spec/ */
export type Labels = Readonly<Record<string, string | number>>;

export const openMetricsContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** One name with its samples. */
export interface Metric {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  /** Lines of text without the name in front. */
  samples(): string[];
}

export function renderMetrics(metrics: Iterable<Metric>): string {
  const lines: string[] = [];
  for (const metric of metrics) {
    lines.push(`# TYPE ${metric.name} ${metric.type}`, `# HELP ${metric.name} ${metric.help}`);
    for (const sample of metric.samples()) lines.push(metric.name + sample);
  }
  return [...lines, "# EOF", ""].join("\n");
}

export class Counter implements Metric {
  readonly type = "counter";
  readonly name: string;
  readonly help: string;
  readonly #values = new Map<string, number>();

  constructor(name: string, help: string) {
    this.name = name;
    this.help = help;
  }

  add(amount: number, labels: Labels = {}): void {
    const key = renderLabels(labels);
    this.#values.set(key, (this.#values.get(key) ?? 0) + amount);
  }

  samples(): string[] {
    return [...this.#values].map(([labels, value]) => `_total${labels} ${value}`);
  }
}

/** Read from its source each time somebody asks. */
export class Gauge implements Metric {
  readonly type = "gauge";
  readonly name: string;
  readonly help: string;
  readonly #read: () => readonly (readonly [labels: Labels, value: number])[];

  constructor(
    name: string,
    help: string,
    read: () => readonly (readonly [labels: Labels, value: number])[],
  ) {
    this.name = name;
    this.help = help;
    this.#read = read;
  }

  samples(): string[] {
    return this.#read().map(([labels, value]) => `${renderLabels(labels)} ${value}`);
  }
}

interface Series {
  readonly labels: Labels;
  readonly counts: number[];
  sum: number;
  count: number;
}

export class Histogram implements Metric {
  readonly type = "histogram";
  readonly name: string;
  readonly help: string;
  readonly #limits: readonly number[];
  readonly #series = new Map<string, Series>();

  /** `limits` are the upper ends of the buckets, ascending. */
  constructor(name: string, help: string, limits: readonly number[]) {
    this.name = name;
    this.help = help;
    this.#limits = limits;
  }

  observe(value: number, labels: Labels = {}): void {
    const key = renderLabels(labels);
    let series = this.#series.get(key);
    if (series === undefined) {
      series = { labels, counts: this.#limits.map(() => 0), sum: 0, count: 0 };
      this.#series.set(key, series);
    }
    const bucket = this.#limits.findIndex((limit) => value <= limit);
    if (bucket >= 0) series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.sum += value;
    series.count += 1;
  }

  samples(): string[] {
    return [...this.#series].flatMap(([key, { labels, counts, sum, count }]) => {
      let cumulated = 0;
      const buckets = this.#limits.map((limit, index) => {
        cumulated += counts[index] ?? 0;
        // The specification's spelling: labels are compared as text.
        const le = Number.isInteger(limit) ? `${limit}.0` : limit;
        return `_bucket${renderLabels({ ...labels, le })} ${cumulated}`;
      });
      const last = `_bucket${renderLabels({ ...labels, le: "+Inf" })} ${count}`;
      return [...buckets, last, `_sum${key} ${sum}`, `_count${key} ${count}`];
    });
  }
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(String(value))}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escape(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
