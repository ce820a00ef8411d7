import type { ReactNode } from "react";

import { Button } from "../../components/button.js";
import { formatCount, formatPlural } from "../../lib/text/format-number.js";

/** How many rows have been written, and the way to end it. */
export function ImportProgress(props: {
  readonly done: number;
  readonly total: number;
  readonly onStop: () => void;
}): ReactNode {
  const { done, total } = props;
  return (
    <div className="flex items-center gap-3">
      <div
        role="progressbar"
        aria-label="Rows written"
        aria-valuenow={done}
        aria-valuemax={total}
        className="h-1.5 flex-1 overflow-hidden rounded-full bg-line"
      >
        <div
          className="h-full bg-honey-solid transition-[width]"
          style={{ width: `${(100 * done) / total}%` }}
        />
      </div>
      <span className="text-muted tabular-nums">
        {formatCount(done)} of {formatPlural(total, "row")}
      </span>
      <Button autoFocus onClick={props.onStop}>
        Stop
      </Button>
    </div>
  );
}
