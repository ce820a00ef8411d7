import { Link } from "@tanstack/react-router";
import { useRef, type ReactNode } from "react";

import { Badge } from "../../components/badge.js";
import { formatPlural } from "../../lib/text/format-number.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import type { Trace } from "./model/index-trace.js";
import { selectNode } from "./model/select-node.js";
import { describeSessionDuration } from "./model/session-duration.js";
import type { TracePairSearch } from "./pair-search.js";
import { SelectedSpan } from "./selected-span.js";
import { TraceTree } from "./trace-tree.js";

interface Side {
  readonly title: "Old" | "New";
  readonly trace: Trace;
  readonly runId: string | undefined;
}

/** One of two traces beside each other: its tree above the selected span. */
export function TraceSide(
  props: ViewProps<TracePairSearch> &
    Side & {
      readonly eventKey: string | undefined;
      readonly latestKey: () => string | undefined;
      readonly onSelect: (eventKey: string) => void;
    },
): ReactNode {
  const { title, trace, search, onSearchChange } = props;
  const detail = useRef<HTMLElement>(null);
  const selected = selectNode(trace, props.eventKey);
  return (
    <section aria-label={`${title} trace`} className="flex min-h-0 min-w-0 flex-col gap-2">
      <SideHeader {...props} />
      <TraceTree
        label={`Spans of the ${title.toLowerCase()} trace`}
        trace={trace}
        className="h-72 shrink-0"
        selectedKey={selected?.key}
        latestKey={() => selectNode(trace, props.latestKey())?.key}
        query={search.q ?? ""}
        onQueryChange={(q) => void onSearchChange({ q })}
        onSelect={({ key }) => props.onSelect(key)}
        onEnter={() => detail.current?.focus()}
      />
      <SelectedSpan
        label={`Selected span of the ${title.toLowerCase()} trace`}
        ref={detail}
        node={selected}
        trace={trace}
        tab={search.tab}
        onTabChange={(tab) => void onSearchChange({ tab })}
      />
    </section>
  );
}

function SideHeader({ title, trace, runId }: Side): ReactNode {
  const session = trace.nodes[0]?.event;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <h2 className="font-semibold">{title}</h2>
      <span className="min-w-0 truncate text-muted">
        {session?.event_name} · {session && describeSessionDuration(session, trace)} ·{" "}
        {formatPlural(trace.nodes.length - 1, "span")}
      </span>
      {trace.errorCount > 0 && (
        <Badge tone="bad">{formatPlural(trace.errorCount, "failed span")}</Badge>
      )}
      <Link
        to="/sessions/$sessionId"
        params={{ sessionId: session?.session_id ?? "" }}
        search={{ run: runId }}
        className="ml-auto text-honey underline underline-offset-2"
      >
        {title} trace →
      </Link>
    </div>
  );
}
