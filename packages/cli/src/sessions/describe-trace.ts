import {
  eventTokens,
  formatDuration,
  oneLine,
  withoutColours,
  type EventNode,
} from "@honeyhive/contract";

import { usageOf } from "../events/usage-of.js";
import { formatCost, formatPlural, formatTime } from "../output/format.js";
import { pairLines } from "../output/table.js";

export interface TraceOptions {
  /** Also what went in and came out of each event. */
  readonly isFull: boolean;
}

interface Row {
  readonly event: EventNode;
  /** What draws the branch to the event. */
  readonly branch: string;
  /** What stands before further lines of the event. */
  readonly indent: string;
}

/** A session's facts and its events as a tree, in the order in which they started. */
export function describeTrace(root: EventNode, { isFull }: TraceOptions): string[] {
  const rows = toRows(root);
  const titles = rows.map(({ event, branch }) => `${branch}${titleOf(event)}`);
  const width = Math.max(0, ...titles.map((title) => title.length));
  const tree = rows.flatMap(({ event, indent }, index) => [
    [
      (titles[index] ?? "").padEnd(width),
      formatDuration(event.duration).padStart(8),
      usageOf(event),
    ]
      .join("  ")
      .trimEnd(),
    ...detailsOf(event, isFull).map((line) => `${indent}${line}`),
  ]);
  return [...describeSession(root), ...detailsOf(root, isFull), "", ...tree];
}

function describeSession(root: EventNode): string[] {
  const count = (name: string): number => Number(root.metadata[name] ?? 0);
  const { total, cost } = eventTokens(root);
  const facts = [
    formatPlural(count("num_events"), "event"),
    formatPlural(count("num_model_events"), "model call"),
    ...(total === undefined ? [] : [formatPlural(total, "token")]),
    ...(cost === undefined ? [] : [formatCost(cost)]),
  ];
  return [
    oneLine(root.event_name),
    ...pairLines([
      ["session", root.session_id],
      ["started", `${formatTime(root.start_time)} UTC, took ${formatDuration(root.duration)}`],
      ["events", facts.join(", ")],
    ]),
  ];
}

/** Not by recursion: chains of events can be deeper than the stack. */
function toRows(root: EventNode): Row[] {
  const rows: Row[] = [];
  const waiting = childRows(root, "");
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    rows.push(row);
    waiting.push(...childRows(row.event, row.indent));
  }
  return rows;
}

/** The last one first, as they are taken from the end. */
function childRows({ children }: EventNode, indent: string): Row[] {
  return children
    .map((event, index) => {
      const isLast = index === children.length - 1;
      return {
        event,
        branch: `${indent}${isLast ? "└─ " : "├─ "}`,
        indent: `${indent}${isLast ? "   " : "│  "}`,
      };
    })
    .toReversed();
}

function titleOf({ event_type: type, event_name: name }: EventNode): string {
  return `${type.padEnd(6)}${oneLine(name)}`;
}

function detailsOf(event: EventNode, isFull: boolean): string[] {
  const { error, inputs, outputs, metrics } = event;
  const pairs: (readonly [string, string])[] = [
    ...(isFull ? sayObject("inputs", inputs) : []),
    ...(isFull ? sayObject("outputs", outputs) : []),
    ...(isFull ? sayObject("metrics", metrics) : []),
    ...(error === null ? [] : [["error", withoutColours(error)] as const]),
  ];
  return pairLines(pairs);
}

function sayObject(name: string, value: object): (readonly [string, string])[] {
  return Object.keys(value).length === 0 ? [] : [[name, JSON.stringify(value)]];
}
