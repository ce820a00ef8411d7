import { formatDuration, type Event } from "@honeyhive/contract";

import type { Trace } from "./index-trace.js";

/** Clocks of several machines differ by less. */
const unlike = 1.01;

/** How long a session took, as lists say it, and over how much time its spans lie where that is more. */
export function describeSessionDuration(
  { duration }: Pick<Event, "duration">,
  { startMs, endMs }: Pick<Trace, "startMs" | "endMs">,
): string {
  const wholeMs = endMs - startMs;
  if (!(duration > 0)) return formatDuration(wholeMs);
  const own = formatDuration(duration);
  return wholeMs > duration * unlike ? `${own}, spans over ${formatDuration(wholeMs)}` : own;
}
