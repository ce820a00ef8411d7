import type { ChartAggregation, EventFilter } from "@honeyhive/contract";

export type ChartUnit = "count" | "duration" | "cost" | "tokens" | "score";

export interface ChartQuestion {
  /** Of the line or bar, where a chart asks several. */
  readonly name: string;
  readonly metric: string;
  readonly aggregation: ChartAggregation;
  readonly filters: readonly EventFilter[];
  readonly groupBy?: string;
}

export interface ChartSpec {
  readonly id: string;
  readonly title: string;
  readonly unit: ChartUnit;
  /** Bars are added up, lines are not. */
  readonly shape: "bars" | "lines";
  readonly questions: readonly ChartQuestion[];
  /** Lists what a stretch of time is made of: view state of the page of sessions. */
  readonly leadsTo?: Readonly<Partial<Record<"kind" | "state" | "sort", string>>>;
}

const ofSessions: EventFilter = { field: "event_type", operator: "is", value: "session" };
const ofModels: EventFilter = { field: "event_type", operator: "is", value: "model" };
const failed: EventFilter = { field: "error", operator: "exists" };

/** What is asked of any project: how much, how well, how fast and for how much. */
export const overviewCharts: readonly ChartSpec[] = [
  {
    id: "sessions",
    title: "Sessions",
    unit: "count",
    shape: "bars",
    questions: [count("", [ofSessions])],
    leadsTo: {},
  },
  {
    id: "failed",
    title: "Sessions with errors",
    unit: "count",
    shape: "bars",
    questions: [count("", [ofSessions, failed])],
    leadsTo: { state: "failed" },
  },
  // A session that nobody ended has no duration of its own; what happens in it has.
  {
    id: "latency",
    title: "Duration of chains, p95",
    unit: "duration",
    shape: "lines",
    questions: [
      {
        name: "",
        metric: "duration",
        aggregation: "p95",
        filters: [{ field: "event_type", operator: "is", value: "chain" }],
        groupBy: "event_name",
      },
    ],
    leadsTo: { kind: "chain", sort: "-duration" },
  },
  ofModelCalls("cost", "Cost by model", "cost", "metadata.cost", "sum"),
  ofModelCalls("tokens", "Tokens by model", "tokens", "metadata.total_tokens", "sum"),
  ofModelCalls("model-latency", "Duration of model calls, p95", "duration", "duration", "p95"),
];

function count(name: string, filters: readonly EventFilter[]): ChartQuestion {
  return { name, metric: "duration", aggregation: "count", filters };
}

function ofModelCalls(
  id: string,
  title: string,
  unit: ChartUnit,
  metric: string,
  aggregation: ChartAggregation,
): ChartSpec {
  return {
    id,
    title,
    unit,
    shape: aggregation === "sum" ? "bars" : "lines",
    questions: [{ name: "", metric, aggregation, filters: [ofModels], groupBy: "config.model" }],
    leadsTo: { kind: "model", sort: `-${unit}` },
  };
}
