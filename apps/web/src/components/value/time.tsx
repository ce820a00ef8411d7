import type { ReactNode } from "react";

import { formatFullTime, formatTime } from "../../lib/text/format-time.js";
import { useNow } from "../../lib/now.js";

/** A moment as people say it, exact where it is pointed at. */
export function Time({ at }: { readonly at: string | number }): ReactNode {
  const date = new Date(at);
  return (
    <time
      dateTime={Number.isNaN(date.getTime()) ? undefined : date.toISOString()}
      title={formatFullTime(at)}
    >
      {formatTime(at, useNow())}
    </time>
  );
}
