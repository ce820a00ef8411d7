import { Link } from "@tanstack/react-router";
import { MessageSquareText, Ruler } from "lucide-react";
import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { Button, buttonClass } from "../../components/button.js";
import { CopyButton } from "../../components/value/copy-button.js";
import { JsonView } from "../../components/value/json-view.js";
import { AddToDataset } from "./add-to-dataset.js";
import { AddToQueue } from "./add-to-queue.js";
import { EventFacts } from "./event-facts.js";
import { EventSections } from "./event-sections.js";
import type { Trace, TraceNode } from "./model/index-trace.js";
import { plainEvent } from "./model/plain-event.js";
import { saidBelow } from "./model/said-below.js";
import { scoredEvents } from "./model/scored-events.js";
import { findStackTrace } from "./model/stack-trace.js";
import { ReviewForm } from "./review-form.js";

export type DetailTab = "detail" | "json";

const tabs = [
  ["detail", "Detail"],
  ["json", "JSON"],
] as const;

export function EventDetail(props: {
  readonly node: TraceNode;
  readonly trace: Trace;
  /** It starts with its review open where it is one of a queue. */
  readonly queueId: string | undefined;
  readonly tab: DetailTab;
  readonly onTabChange: (tab: DetailTab) => void;
}): ReactNode {
  const { event } = props.node;
  const [isReviewing, setIsReviewing] = useState(props.queueId !== undefined);
  return (
    <div className="flex flex-col">
      <EventFacts event={event} nodeKey={props.node.key} startMs={props.trace.startMs} />
      <div className="flex items-center justify-between border-b border-line px-3">
        <Tabs tab={props.tab} onTabChange={props.onTabChange} />
        <span className="flex flex-wrap justify-end">
          <Button
            look="quiet"
            aria-expanded={isReviewing}
            onClick={() => setIsReviewing(!isReviewing)}
          >
            <MessageSquareText aria-hidden="true" className="size-3.5" />
            Review
          </Button>
          <AddToDataset event={event} />
          <AddToQueue event={event} />
          <TryMetricLink eventId={event.event_id} />
        </span>
      </div>
      {isReviewing && (
        <ReviewForm event={event} queueId={props.queueId} onClose={() => setIsReviewing(false)} />
      )}
      <div role="tabpanel" aria-label={props.tab} className="p-3">
        {props.tab === "detail" ? (
          <EventSections
            event={event}
            scored={scoredEvents(props.node, props.trace)}
            below={saidBelow(props.node, props.trace)}
            stackTrace={findStackTrace(props.node, props.trace)}
          />
        ) : (
          <div className="relative">
            <div className="absolute top-0 right-0">
              <CopyButton
                label="Copy the event as JSON"
                text={() => JSON.stringify(plainEvent(event), null, 2)}
              />
            </div>
            <JsonView value={plainEvent(event)} />
          </div>
        )}
      </div>
    </div>
  );
}

/** To a new metric that is tried on this span before it is saved. */
function TryMetricLink({ eventId }: { readonly eventId: string }): ReactNode {
  return (
    <Link
      to="/metric-definitions/$metricId"
      params={{ metricId: "new" }}
      search={{ event: eventId }}
      className={buttonClass("quiet")}
    >
      <Ruler aria-hidden="true" className="size-3.5" />
      Try a metric
    </Link>
  );
}

function Tabs(props: {
  readonly tab: DetailTab;
  readonly onTabChange: (tab: DetailTab) => void;
}): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = props.tab === "detail" ? "json" : "detail";
    props.onTabChange(other);
    list.current?.querySelector<HTMLElement>(`[data-tab=${other}]`)?.focus();
  };
  return (
    <div
      ref={list}
      role="tablist"
      aria-label="Views of the span"
      onKeyDown={onKeyDown}
      className="flex gap-1"
    >
      {tabs.map(([id, label]) => (
        <button
          key={id}
          type="button"
          role="tab"
          data-tab={id}
          aria-selected={props.tab === id}
          tabIndex={props.tab === id ? 0 : -1}
          onClick={() => props.onTabChange(id)}
          className="-mb-px border-b-2 border-transparent px-2 py-1.5 text-muted aria-selected:border-honey-solid aria-selected:font-medium aria-selected:text-ink"
        >
          {label}
        </button>
      ))}
    </div>
  );
}
