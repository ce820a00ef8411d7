import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { ErrorMessage } from "./error-message.js";

/** Shows the loading and error states of a query, and its value once there is one. */
export function Loaded<Value>(props: {
  readonly query: UseQueryResult<Value>;
  readonly label: string;
  readonly children: (value: Value) => ReactNode;
}): ReactNode {
  const { query } = props;
  if (query.data !== undefined) {
    return (
      <>
        {query.error !== null && (
          <p role="alert" className="rounded-md bg-warn-soft px-3 py-1.5 text-warn">
            This {props.label} may be out of date: {query.error.message}
          </p>
        )}
        {props.children(query.data)}
      </>
    );
  }
  if (query.error !== null) {
    return <ErrorMessage error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <Loading label={props.label} />;
}

export function Loading({ label }: { readonly label: string }): ReactNode {
  return (
    <div role="status" className="flex flex-col gap-2 p-4">
      <span className="sr-only">Loading {label}…</span>
      {[70, 90, 55, 80].map((width) => (
        <div
          key={width}
          style={{ width: `${width}%` }}
          className="h-5 animate-pulse rounded bg-line"
        />
      ))}
    </div>
  );
}
