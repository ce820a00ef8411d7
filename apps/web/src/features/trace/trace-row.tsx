import { eventTokens, formatDuration } from "@honeyhive/contract";
import { ChevronDown, ChevronRight, CircleAlert, Unlink } from "lucide-react";
import type { ReactNode } from "react";

import { EventTypeIcon } from "../../components/event-type-icon.js";
import { formatCost, formatTokens } from "../../lib/text/format-number.js";
import { firstText } from "../../lib/form/read-json.js";
import type { Trace, TraceNode } from "./model/index-trace.js";
import { TimeBar } from "./time-bar-view.js";

/** Deeper spans keep this indentation and tell their depth as a number. */
const deepest = 12;
/** What deeper spans used is left to their detail where it would take the place of their names. */
const deepestWithUsage = 7;

export interface TraceRowProps {
  readonly id: string;
  readonly node: TraceNode;
  readonly trace: Trace;
  readonly top: number;
  readonly height: number;
  readonly isActive: boolean;
  /** A search has found it. */
  readonly isHit: boolean;
  readonly isCollapsed: boolean;
  readonly onSelect: () => void;
  readonly onToggle: () => void;
}

export function TraceRow(props: TraceRowProps): ReactNode {
  const { node } = props;
  const { total: tokens, cost } = eventTokens(node.event);
  const isDeep = node.depth > deepestWithUsage;
  return (
    // The tree itself takes the keys; a row only answers the mouse.
    <div
      id={props.id}
      role="treeitem"
      tabIndex={-1}
      aria-level={node.depth + 1}
      aria-posinset={node.position}
      aria-setsize={node.siblings}
      aria-expanded={node.childCount > 0 ? !props.isCollapsed : undefined}
      aria-selected={props.isActive}
      onClick={props.onSelect}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
      className="absolute inset-x-0 top-0 flex cursor-pointer items-center gap-2 px-2 hover:bg-sunken group-focus-visible/tree:aria-selected:shadow-[inset_3px_0_0_var(--color-honey-solid)] aria-selected:bg-honey-soft"
    >
      <Name {...props} />
      {tokens !== undefined && (
        <span
          title={`${tokens} tokens`}
          className={`hidden text-xs text-faint ${isDeep ? "@3xl:inline" : "@sm:inline"}`}
        >
          {formatTokens(tokens)} tok
        </span>
      )}
      {cost !== undefined && (
        <span
          className={`hidden w-16 shrink-0 text-right text-xs text-faint ${isDeep ? "@3xl:inline" : "@xl:inline"}`}
        >
          {formatCost(cost)}
        </span>
      )}
      <span className="w-16 shrink-0 text-right text-xs text-muted">
        {formatDuration(node.event.duration)}
      </span>
      <TimeBar node={node} trace={props.trace} />
    </div>
  );
}

function Name(props: TraceRowProps): ReactNode {
  const { event, depth, isOrphan, childCount } = props.node;
  const model = event.event_type === "model" ? firstText(event.config, ["model"]) : undefined;
  return (
    <div
      className="flex min-w-0 flex-1 items-center gap-1.5"
      style={{ paddingLeft: `${Math.min(depth, deepest) * 0.75}rem` }}
    >
      {childCount > 0 ? <Toggle {...props} /> : <span className="w-4 shrink-0" />}
      {depth > deepest && <span className="text-[10px] text-faint">{depth}</span>}
      <EventTypeIcon type={event.event_type} />
      <span
        className={`truncate ${event.error === null ? "" : "text-bad"} ${props.isHit ? "font-semibold" : ""}`}
        title={event.event_name}
      >
        {event.event_name}
      </span>
      {model !== undefined && (
        <span className="hidden min-w-0 flex-1 truncate font-mono text-[11px] text-faint @md:inline">
          {model}
        </span>
      )}
      <ErrorMark {...props} />
      {isOrphan && (
        <span title="Its parent is not in this trace" className="shrink-0 text-warn">
          <Unlink aria-hidden="true" className="size-3" />
          <span className="sr-only">parent missing</span>
        </span>
      )}
    </div>
  );
}

function Toggle(props: TraceRowProps): ReactNode {
  const Chevron = props.isCollapsed ? ChevronRight : ChevronDown;
  return (
    // `aria-expanded` and the arrow keys of the tree say and do the same.
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

function ErrorMark({ node, isCollapsed }: TraceRowProps): ReactNode {
  const { error } = node.event;
  if (error === null && !(isCollapsed && node.hasErrorInside)) return null;
  return (
    <span title={error ?? "A span inside failed"} className="shrink-0 text-bad">
      <CircleAlert aria-hidden="true" className="size-3.5" />
      <span className="sr-only">{error === null ? "failed span inside" : "failed"}</span>
    </span>
  );
}
