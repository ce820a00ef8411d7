import { cutToWidth } from "@honeyhive/contract";

import { countOf, formatDuration, oneLine } from "./format.js";

export interface ProgressState {
  readonly name: string;
  readonly completed: number;
  readonly total: number;
  /** Of those that are completed, how many were run now: the others had ended in the run that is resumed. */
  readonly ran: number;
  /** Cases that errored or timed out. */
  readonly errors: number;
  readonly elapsedMs: number;
  /** The case that has been running for the longest time. */
  readonly slowest: { readonly datapointId: string; readonly runningMs: number } | undefined;
}

const barWidth = 30;
const slowAfterMs = 10_000;

/** One line: bar, counts, estimated time left, and a case that takes long. */
export function renderProgressLine(state: ProgressState, columns: number): string {
  const { name, completed, total, ran, errors, elapsedMs, slowest } = state;
  const filled = total === 0 ? barWidth : Math.floor((completed / total) * barWidth);
  const parts = [
    `${"█".repeat(filled)}${"░".repeat(barWidth - filled)}`,
    `${completed}/${total}`,
    oneLine(name, 30),
    errors > 0 ? countOf(errors, "error") : "",
    ran > 0 && completed < total
      ? `eta ${formatDuration((elapsedMs / ran) * (total - completed))}`
      : "",
    slowest !== undefined && slowest.runningMs >= slowAfterMs
      ? `${oneLine(slowest.datapointId, 30)} runs for ${formatDuration(slowest.runningMs)}`
      : "",
  ];
  const line = parts.filter((part) => part !== "").join("  ");
  // Terminals that nobody looks at say that they have none.
  return cutToWidth(line, columns === 0 ? 79 : Math.max(20, columns - 1));
}
