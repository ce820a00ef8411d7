import { formatDuration, oneLine, withoutColours, type Event } from "@honeyhive/contract";

import { formatTime } from "../output/format.js";
import { showValue, type ShowOptions } from "../output/show-value.js";
import { pairLines } from "../output/table.js";
import { usageOf } from "./usage-of.js";

/** Each event with what went in and came out. */
export function describeEvents(events: readonly Event[], options: ShowOptions): string[] {
  return events.flatMap((event, index) => [
    ...(index === 0 ? [] : [""]),
    titleOf(event),
    ...pairLines(factsOf(event, options)).map((line) => `  ${line}`),
  ]);
}

function titleOf(event: Event): string {
  const { event_type: type, event_name: name, start_time: time, duration } = event;
  return [type, oneLine(name), `${formatTime(time)} UTC`, formatDuration(duration), usageOf(event)]
    .filter((part) => part !== "")
    .join("  ");
}

function factsOf(event: Event, options: ShowOptions): (readonly [string, string])[] {
  const { error, inputs, outputs, metrics } = event;
  const buckets = Object.entries({ inputs, outputs, metrics }).filter(
    ([, bucket]) => Object.keys(bucket).length > 0,
  );
  return [
    ...(error === null ? [] : [["error", showValue(withoutColours(error), options)] as const]),
    ...buckets.map(([name, bucket]) => [name, showValue(bucket, options)] as const),
    ["event", event.event_id],
    ["session", event.session_id],
  ];
}
