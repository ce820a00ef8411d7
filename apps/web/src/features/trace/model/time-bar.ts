import type { Event } from "@honeyhive/contract";

import type { Trace } from "./index-trace.js";

/** Where a span lies in the time of its trace, in percent. A span without an end reaches to the end. */
export function timeBar(
  event: Pick<Event, "start_time" | "end_time">,
  trace: Pick<Trace, "startMs" | "endMs">,
): { readonly left: number; readonly width: number } {
  const total = trace.endMs - trace.startMs;
  if (!(total > 0)) return { left: 0, width: 100 };
  const end = event.end_time >= event.start_time ? event.end_time : trace.endMs;
  const left = (100 * (event.start_time - trace.startMs)) / total;
  return { left, width: (100 * (end - event.start_time)) / total };
}
