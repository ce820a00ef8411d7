import { ChevronDown, ChevronRight, CircleAlert, Unlink } from "lucide-react";
import type { ReactNode } from "react";

import { EventTypeIcon } from "../../components/event-type-icon.js";
import { eventTokens } from "../../lib/event-tokens.js";
import { formatDuration } from "../../lib/format-duration.js";
import { formatTokens } from "../../lib/format-number.js";
import type { Trace, TraceNode } from "./model/index-trace.js";
import { timeBar } from "./model/time-bar.js";

/** Deeper spans keep this indentation and tell their depth as a number. */
const deepest = 12;

const barColors = {
  session: "bg-session",
  model: "bg-model",
  tool: "bg-tool",
  chain: "bg-chain",
} as const;

export function TraceRow(props: {
  readonly id: string;
  readonly node: TraceNode;
  readonly trace: Trace;
  readonly top: number;
  readonly height: number;
  readonly isActive: boolean;
  readonly isCollapsed: boolean;
  readonly onSelect: () => void;
  readonly onToggle: () => void;
}): ReactNode {
  const { node, isActive } = props;
  const { event, depth } = node;
  const hasChildren = node.childCount > 0;
  const tokens = eventTokens(event).total;
  return (
    // The tree itself takes the keys; a row only answers the mouse.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={props.id}
      role="treeitem"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-posinset={node.position}
      aria-setsize={node.siblings}
      aria-expanded={hasChildren ? !props.isCollapsed : undefined}
      aria-selected={isActive}
      onClick={props.onSelect}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
      className="absolute inset-x-0 top-0 flex cursor-pointer items-center gap-2 px-2 hover:bg-sunken group-focus-visible/tree:aria-selected:shadow-[inset_3px_0_0_var(--color-honey-solid)] aria-selected:bg-honey-soft"
    >
      <div
        className="flex min-w-0 flex-1 items-center gap-1.5"
        style={{ paddingLeft: `${Math.min(depth, deepest) * 0.75}rem` }}
      >
        <Toggle {...props} hasChildren={hasChildren} />
        {depth > deepest && <span className="text-[10px] text-faint">{depth}</span>}
        <EventTypeIcon type={event.event_type} />
        <span
          className={`truncate ${event.error === null ? "" : "text-bad"}`}
          title={event.event_name}
        >
          {event.event_name}
        </span>
        <ErrorMark node={node} isCollapsed={props.isCollapsed} />
        {node.isOrphan && (
          <span title="Its parent is not in this trace" className="text-warn">
            <Unlink aria-hidden="true" className="size-3" />
            <span className="sr-only">parent missing</span>
          </span>
        )}
      </div>
      {tokens !== undefined && tokens > 0 && (
        <span title={`${tokens} tokens`} className="hidden text-xs text-faint @sm:inline">
          {formatTokens(tokens)} tok
        </span>
      )}
      <span className="w-16 shrink-0 text-right text-xs text-muted">
        {formatDuration(event.duration)}
      </span>
      <Bar node={node} trace={props.trace} />
    </div>
  );
}

function Toggle(props: {
  readonly hasChildren: boolean;
  readonly isCollapsed: boolean;
  readonly onToggle: () => void;
}): ReactNode {
  if (!props.hasChildren) return <span className="w-4 shrink-0" />;
  const Chevron = props.isCollapsed ? ChevronRight : ChevronDown;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        props.onToggle();
      }}
      className="w-4 shrink-0 rounded text-faint hover:text-ink"
    >
      <Chevron className="size-4" />
    </button>
  );
}

function ErrorMark(props: { readonly node: TraceNode; readonly isCollapsed: boolean }): ReactNode {
  const { event, hasErrorInside } = props.node;
  const isHidden = props.isCollapsed && hasErrorInside;
  if (event.error === null && !isHidden) return null;
  return (
    <span title={event.error ?? "A span inside failed"} className="shrink-0 text-bad">
      <CircleAlert aria-hidden="true" className="size-3.5" />
      <span className="sr-only">{event.error === null ? "failed span inside" : "failed"}</span>
    </span>
  );
}

function Bar(props: { readonly node: TraceNode; readonly trace: Trace }): ReactNode {
  const { event } = props.node;
  const { left, width } = timeBar(event, props.trace);
  return (
    <span aria-hidden="true" className="relative hidden h-2.5 w-[34%] shrink-0 @md:block">
      <span className="absolute inset-y-1/2 w-full border-t border-line" />
      <span
        className={`absolute inset-y-0 min-w-0.5 rounded-sm ${event.error === null ? barColors[event.event_type] : "bg-bad"} opacity-75`}
        style={{ left: `min(${left}%, calc(100% - 2px))`, width: `${width}%` }}
      />
    </span>
  );
}
