import { ApiError, createClient, hearCapabilities, type LocalProject } from "@honeyhive/contract";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from "react";

import { ApiContext, type Api } from "../../lib/api/api-context.js";
import { readKey, storeKey } from "../../lib/api/stored-key.js";
import { isThisServerThere, thisServer } from "../../lib/api/this-server.js";
import { returnIntervalMs, watchReturn } from "../../lib/api/watch-return.js";
import { ErrorMessage } from "../error-message.js";
import { Loading } from "../loaded.js";

/** A server on the machine needs none. */
const KeyForm = lazy(async () => ({ default: (await import("./key-form.js")).KeyForm }));

const localProjectsQuery = queryOptions({
  queryKey: ["local-projects"],
  queryFn: ({ signal }) => createClient(thisServer)("listLocalProjects", { signal }),
  staleTime: Infinity,
});

/** Finds the key to work with: of the chosen local project, or entered by hand where there is none. */
export function ApiGate(props: {
  /** Id or name of the project that the URL asks for. */
  readonly project: string | undefined;
  readonly children: (projects: readonly LocalProject[], current: string | undefined) => ReactNode;
}): ReactNode {
  const cache = useQueryClient();
  useEffect(
    () => watchReturn(cache, { isThere: isThisServerThere, intervalMs: returnIntervalMs }),
    [cache],
  );
  const [enteredKey, setEnteredKey] = useState(readKey);
  const local = useQuery({ ...localProjectsQuery, enabled: enteredKey === null });
  const projects = local.data?.projects ?? [];
  const current =
    projects.find(({ project_id, name }) => [project_id, name].includes(props.project ?? "")) ??
    projects[0];
  const localKey = enteredKey === null ? current?.api_key : undefined;
  const apiKey = enteredKey ?? localKey;
  const scope = enteredKey === null ? current?.project_id : "entered";
  const api = useMemo<Api | null>(() => {
    if (apiKey === undefined || scope === undefined) return null;
    const { fetch, can } = hearCapabilities(thisServer.fetch);
    return { call: createClient({ ...thisServer, fetch, apiKey }), can, scope, localKey };
  }, [apiKey, scope, localKey]);
  if (api !== null) {
    return (
      <ApiContext value={api}>
        {props.children(enteredKey === null ? projects : [], current?.project_id)}
      </ApiContext>
    );
  }
  if (local.isPending) return <Loading label="projects" />;
  if (local.error !== null && !(local.error instanceof ApiError)) {
    return <ErrorMessage error={local.error} onRetry={() => void local.refetch()} />;
  }
  return (
    <Suspense fallback={<Loading label="page" />}>
      <KeyForm
        onEnter={(key) => {
          storeKey(key);
          setEnteredKey(key);
        }}
      />
    </Suspense>
  );
}
