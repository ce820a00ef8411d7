import type {
  EventFilter,
  EventType,
  Metric,
  MetricContent,
  MetricUpdate,
} from "@honeyhive/contract";

/** Names of the form's fields. */
export const onlineField = {
  isOn: "isOn",
  kind: "kind",
  eventName: "eventName",
  share: "share",
  needsGroundTruth: "needsGroundTruth",
} as const;

/** What a metric may be run on; none is every span, and no session. */
export const kinds = [
  { value: "any", label: "Spans of all types" },
  { value: "model", label: "Calls of models" },
  { value: "tool", label: "Tools" },
  { value: "chain", label: "Chains" },
  { value: "session", label: "Sessions, once nothing of them comes any more" },
] as const satisfies readonly { value: EventType | "any"; label: string }[];

export type OnlineKind = (typeof kinds)[number]["value"];

export interface OnlineDraft {
  readonly kind: OnlineKind;
  readonly eventName: string;
  /** Filters that the form has no field for; they stay. */
  readonly others: readonly EventFilter[];
}

export function toOnlineDraft({ filters }: Pick<Metric, "filters">): OnlineDraft {
  const isOfType = find(filters.filterArray, "event_type");
  const isOfName = find(filters.filterArray, "event_name");
  const kind = kinds.find(({ value }) => value === isOfType?.value);
  return {
    kind: kind?.value ?? "any",
    eventName: typeof isOfName?.value === "string" ? isOfName.value : "",
    others: filters.filterArray.filter(
      (filter) => filter !== isOfName && (kind === undefined || filter !== isOfType),
    ),
  };
}

/** What the form says of a metric. */
export function onlineSettings(metric: MetricContent): OnlineSettings {
  const { enabled_in_prod, needs_ground_truth, sampling_percentage, filters } = metric;
  return { enabled_in_prod, needs_ground_truth, sampling_percentage, filters };
}

/** Tells apart what the form says, whatever else of the metrics is different. */
export function onlineKey(metric: MetricContent): string {
  return JSON.stringify(onlineSettings(metric));
}

type OnlineSettings = Pick<
  MetricContent,
  "enabled_in_prod" | "needs_ground_truth" | "sampling_percentage" | "filters"
>;

/** What a filled-in form changes of the metric. */
export function readOnlineDraft(read: (field: string) => string, before: Metric): MetricUpdate {
  const kind = kinds.find(({ value }) => value === read(onlineField.kind))?.value ?? "any";
  const eventName = read(onlineField.eventName).trim();
  const filterArray = [
    ...(kind === "any" ? [] : [is("event_type", kind)]),
    ...(eventName === "" ? [] : [is("event_name", eventName)]),
    ...toOnlineDraft(before).others,
  ];
  return {
    enabled_in_prod: read(onlineField.isOn) !== "",
    needs_ground_truth: read(onlineField.needsGroundTruth) !== "",
    sampling_percentage: Number(read(onlineField.share)),
    filters: { filterArray },
  };
}

function find(filters: readonly EventFilter[], field: string): EventFilter | undefined {
  return filters.find((filter) => filter.field === field && filter.operator === "is");
}

function is(field: string, value: string): EventFilter {
  return { field, operator: "is", value, type: "string" };
}
