import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Button } from "./button.js";
import { AnotherKey, ErrorMessage, explainError } from "./error-message.js";
import { Time } from "./value/time.js";

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
        {query.error !== null && <OutOfDate query={query} error={query.error} />}
        {props.children(query.data)}
      </>
    );
  }
  if (query.error !== null) {
    return <ErrorMessage error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <Loading label={props.label} />;
}

function OutOfDate(props: {
  readonly query: UseQueryResult<unknown>;
  readonly error: Error;
}): ReactNode {
  const { query, error } = props;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-3 rounded-md bg-warn-soft px-3 py-1.5 text-warn"
    >
      <span title={error.message}>
        {explainError(error).title}. What is shown was read <Time at={query.dataUpdatedAt} />.
      </span>
      <Button onClick={() => void query.refetch()}>Try again</Button>
      <AnotherKey error={error} />
    </div>
  );
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
