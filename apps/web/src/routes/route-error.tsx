import type { ErrorComponentProps } from "@tanstack/react-router";
import { useEffect, useState, type ReactNode } from "react";

import { Button } from "../components/button.js";
import { ErrorMessage } from "../components/error-message.js";
import { Loading } from "../components/loaded.js";
import { Message } from "../components/message.js";
import { isThisServerThere } from "../lib/api/this-server.js";
import { returnIntervalMs } from "../lib/api/watch-return.js";

/** Stands for a page that failed, or whose code the server did not give; loading it anew is what helps. */
export function RouteError({ error }: ErrorComponentProps): ReactNode {
  const isThere = useReturn();
  const said = error instanceof Error ? error : new Error(String(error));
  if (isThere === undefined) return <Loading label="page" />;
  if (!isThere) return <ErrorMessage error={said} onRetry={reload} />;
  return (
    <Message title="This page could not be shown" role="alert">
      <p className="text-muted">
        Load it again: the server may have another version of it. If that does not help, report this
        error.
      </p>
      <pre className="w-full overflow-x-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs whitespace-pre-wrap">
        {said.message}
      </pre>
      <Button onClick={reload}>Load again</Button>
    </Message>
  );
}

/** Whether the server answers; undefined until that is known. One that was away and is back has the page loaded anew. */
function useReturn(): boolean | undefined {
  const [isThere, setIsThere] = useState<boolean>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isLeft = false;
    const look = async (wasAway: boolean): Promise<void> => {
      const isBack = await isThisServerThere();
      if (isLeft) return;
      if (isBack && wasAway) return reload();
      setIsThere(isBack);
      if (!isBack) timer = setTimeout(() => void look(true), returnIntervalMs);
    };
    void look(false);
    return () => {
      isLeft = true;
      clearTimeout(timer);
    };
  }, []);
  return isThere;
}

function reload(): void {
  window.location.reload();
}
