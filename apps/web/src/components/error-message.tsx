import { ApiError } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { forgetKey } from "../lib/api/stored-key.js";
import { Button } from "./button.js";
import { Message } from "./message.js";

export function ErrorMessage(props: {
  readonly error: Error;
  readonly onRetry?: (() => void) | undefined;
}): ReactNode {
  const { title, advice } = explainError(props.error);
  return (
    <Message title={title} role="alert">
      <p className="text-muted">{advice}</p>
      <pre className="w-full overflow-x-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs whitespace-pre-wrap">
        {said(props.error)}
      </pre>
      <div className="flex gap-2">
        {props.onRetry !== undefined && <Button onClick={props.onRetry}>Try again</Button>}
        <AnotherKey error={props.error} />
      </div>
    </Message>
  );
}

/** Of a request that got no answer, what the browser says. */
function said(error: Error): string {
  const isAnswer = error instanceof ApiError;
  return !isAnswer && error.cause instanceof Error ? error.cause.message : error.message;
}

/** The way out where the key is no longer taken. */
export function AnotherKey({ error }: { readonly error: Error }): ReactNode {
  if (!(error instanceof ApiError) || error.status !== 401) return null;
  return (
    <Button
      onClick={() => {
        forgetKey();
        window.location.reload();
      }}
    >
      Use another key
    </Button>
  );
}

/** What an error of a request means, and what to do about it. */
export function explainError(error: Error): {
  readonly title: string;
  readonly advice: string;
} {
  if (!(error instanceof ApiError)) {
    return {
      title: "The server does not answer",
      advice: "Is it still running? Start it with `npx honeyhive dev`, then try again.",
    };
  }
  switch (error.status) {
    case 401:
      return {
        title: "The server refused the key",
        advice: "Enter the API key of a project that this server knows.",
      };
    case 404:
      return {
        title: "Not found",
        advice: "It may belong to another project, or its data may not have arrived yet.",
      };
    default:
      return {
        title: "The server could not answer",
        advice: `It said ${error.status} ${error.code}:`,
      };
  }
}
