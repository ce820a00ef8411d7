import { ignoredChoice, type IgnoredValue } from "../../../lib/address/ignored-values.js";
import type { TraceSearch } from "../search.js";
import type { Trace } from "./index-trace.js";

/** What of the page's address means nothing: a link to a span that is not there shows another one. */
export function ignoredOfTrace(
  search: TraceSearch,
  { nodes }: Pick<Trace, "nodes">,
): readonly IgnoredValue[] {
  const { event } = search;
  const isGone = event !== undefined && !nodes.some(({ key }) => key === event);
  return [
    ...(isGone
      ? [{ key: "event", value: event, because: "no such span is in this trace, or not yet" }]
      : []),
    ...ignoredChoice(search, "tab", ["detail", "json"]),
  ];
}
