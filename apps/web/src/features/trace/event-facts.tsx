import {
  eventTokens,
  formatDuration,
  reviewKey,
  type Event,
  type TokenUsage,
} from "@honeyhive/contract";
import type { ReactNode } from "react";

import { Badge } from "../../components/badge.js";
import { CopyButton } from "../../components/value/copy-button.js";
import { EventTypeIcon } from "../../components/event-type-icon.js";
import { formatCost, formatCount } from "../../lib/text/format-number.js";
import { formatFullTime } from "../../lib/text/format-time.js";
import { asText, firstText } from "../../lib/form/read-json.js";

export function EventFacts(props: {
  readonly event: Event;
  /** What selects it in an address. */
  readonly nodeKey: string;
  readonly startMs: number;
}): ReactNode {
  const { event } = props;
  const usage = eventTokens(event);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Duration", formatDuration(event.duration)],
    ["Starts at", `+${formatDuration(event.start_time - props.startMs)}`],
    ["Model", firstText(event.config, ["model"])],
    ["Provider", firstText(event.config, ["provider"])],
    ["Tokens", describeTokens(usage)],
    ["Cost", usage.cost === undefined ? undefined : formatCost(usage.cost)],
  ];
  return (
    <header className="flex flex-col gap-2 px-3 pt-3 pb-1">
      <div className="flex items-center gap-2">
        <EventTypeIcon type={event.event_type} />
        <h2
          title={event.event_name}
          className="line-clamp-3 min-w-0 text-base font-semibold wrap-anywhere"
        >
          {event.event_name}
        </h2>
        <Verdict feedback={event.feedback} />
        <span className="ml-auto flex items-center gap-1 font-mono text-xs text-faint">
          <span title={event.event_id}>{event.event_id.slice(0, 8)}</span>
          <CopyButton label="Copy the event id" text={() => event.event_id} />
          <CopyButton
            label="Copy a link to this span"
            icon="link"
            text={() => linkTo(props.nodeKey)}
          />
        </span>
      </div>
      <dl className="flex flex-wrap gap-x-5 gap-y-1" title={formatFullTime(event.start_time)}>
        {facts.map(
          ([label, value]) =>
            value !== undefined && (
              <div key={label}>
                <dt className="text-xs text-faint">{label}</dt>
                <dd className="font-medium">{value}</dd>
              </div>
            ),
        )}
      </dl>
    </header>
  );
}

/** What a person said of the span. */
function Verdict({ feedback }: Pick<Event, "feedback">): ReactNode {
  const isGood = feedback[reviewKey.isGood];
  if (typeof isGood !== "boolean") return null;
  const comment = asText(feedback[reviewKey.comment]);
  return (
    <span title={comment} className="shrink-0">
      <Badge tone={isGood ? "good" : "bad"}>{isGood ? "✓ good" : "✗ bad"}</Badge>
    </span>
  );
}

function linkTo(nodeKey: string): string {
  const link = new URL(window.location.href);
  link.searchParams.set("event", nodeKey);
  return link.href;
}

function describeTokens({ prompt, completion, total }: TokenUsage): string | undefined {
  if (prompt !== undefined && completion !== undefined) {
    return `${formatCount(prompt)} in, ${formatCount(completion)} out`;
  }
  return total === undefined ? undefined : formatCount(total);
}
