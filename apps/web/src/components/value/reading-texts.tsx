import type { ReactNode } from "react";

/** Says beside a search or a table that what went in and came out of its cases is on its way, or cannot be had. */
export function ReadingTexts(props: {
  readonly isReading: boolean;
  readonly error: Error | null;
}): ReactNode {
  if (props.error !== null) {
    return (
      <span role="alert" className="text-bad">
        What went in and came out could not be read: {props.error.message}
      </span>
    );
  }
  if (!props.isReading) return null;
  return (
    <span role="status" className="text-muted">
      reading what went in and came out…
    </span>
  );
}
