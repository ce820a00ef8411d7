import { formatDuration } from "@honeyhive/contract";
import type { ReactNode } from "react";

import type { Trace } from "./model/index-trace.js";
import { timeTicks } from "./model/time-ticks.js";

/** Of `10 m 00 s` two have room beside each other, of `600 ms` three. */
const longLabel = 7;

/** The scale of the bars below it, as wide as they are; the durations themselves stand in every row. */
export function TimeAxis({ trace }: { readonly trace: Trace }): ReactNode {
  const totalMs = trace.endMs - trace.startMs;
  const most = formatDuration(totalMs).length < longLabel ? 3 : 2;
  return (
    <div aria-hidden="true" className="@container border-b border-line">
      <div className="hidden h-5 items-center justify-end px-2 @md:flex">
        <div className="relative h-full w-[34%] text-[10px] leading-5 text-faint">
          <span className="absolute left-0">0</span>
          {timeTicks(totalMs, most).map(({ ms, left }) => (
            <span key={ms}>
              <span
                className="absolute bottom-0 h-1 border-l border-line-strong"
                style={{ left: `${left}%` }}
              />
              <span
                className={`absolute whitespace-nowrap ${left > 92 ? "-translate-x-full" : "-translate-x-1/2"}`}
                style={{ left: `${left}%` }}
              >
                {formatDuration(ms)}
              </span>
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
