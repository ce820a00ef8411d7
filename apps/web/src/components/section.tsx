import type { ReactNode } from "react";

import { CopyButton } from "./value/copy-button.js";
import { ValueView } from "./value/value-view.js";

/** A titled value that folds and can be copied. */
export function Section(props: {
  readonly title: string;
  readonly value: unknown;
  readonly isHiddenWhenEmpty?: boolean;
  readonly isClosed?: boolean;
}): ReactNode {
  const { title, value } = props;
  const isEmpty =
    value === null ||
    value === undefined ||
    (typeof value === "object" && Object.keys(value).length === 0);
  if (isEmpty && props.isHiddenWhenEmpty === true) return null;
  return (
    <div className="relative">
      {!isEmpty && (
        <div className="absolute -top-1 right-0">
          <CopyButton
            label={`Copy ${title.toLowerCase()}`}
            text={() => (typeof value === "string" ? value : JSON.stringify(value, null, 2))}
          />
        </div>
      )}
      <details open={props.isClosed !== true} className="group/section">
        <summary className="mr-8 mb-1 flex items-center gap-1 rounded text-xs font-semibold text-muted select-none">
          <span
            aria-hidden="true"
            className="text-faint transition-transform group-open/section:rotate-90"
          >
            ▸
          </span>
          {title}
        </summary>
        <div className="rounded-md border border-line bg-canvas px-3 py-2">
          <ValueView value={value} />
        </div>
      </details>
    </div>
  );
}
