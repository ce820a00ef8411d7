import type { ErrorComponentProps } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { ErrorMessage } from "../components/error-message.js";

/** Stands for a page that failed, or whose code the server did not give; loading it anew is what helps. */
export function RouteError({ error }: ErrorComponentProps): ReactNode {
  return (
    <ErrorMessage
      error={error instanceof Error ? error : new Error(String(error))}
      onRetry={() => window.location.reload()}
    />
  );
}
