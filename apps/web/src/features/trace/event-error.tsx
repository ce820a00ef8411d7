import type { ReactNode } from "react";

import { Clamped } from "../../components/value/clamped.js";
import { CopyButton } from "../../components/value/copy-button.js";

/** What went wrong in a span, and where it was thrown. */
export function EventError(props: {
  readonly error: string;
  readonly stackTrace: string | undefined;
}): ReactNode {
  const { error, stackTrace } = props;
  return (
    <div
      role="group"
      aria-label="Error"
      className="rounded-md border border-bad/40 bg-bad-soft font-mono text-xs text-bad"
    >
      <pre className="max-h-72 overflow-auto px-3 py-2 break-words whitespace-pre-wrap">
        <Clamped text={error} limit={4_000} />
      </pre>
      {stackTrace !== undefined && (
        <div className="relative border-t border-bad/40">
          <div className="absolute top-0.5 right-1">
            <CopyButton label="Copy the stack trace" text={() => stackTrace} />
          </div>
          <details>
            <summary className="mr-8 px-3 py-1 font-sans font-semibold select-none">
              Stack trace
            </summary>
            <pre className="max-h-96 overflow-auto px-3 pb-2">{stackTrace}</pre>
          </details>
        </div>
      )}
    </div>
  );
}
