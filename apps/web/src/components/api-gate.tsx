import { createClient, type LocalProject } from "@honeyhive/contract";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo, useState, type ReactNode } from "react";

import { ApiContext, type Api } from "../lib/api-context.js";
import { readKey, storeKey } from "../lib/stored-key.js";
import { KeyForm } from "./key-form.js";
import { Loading } from "./loaded.js";

const localProjectsQuery = queryOptions({
  queryKey: ["local-projects"],
  queryFn: ({ signal }) => createClient({ serverUrl: "" })("listLocalProjects", { signal }),
  staleTime: Infinity,
});

/** Finds the key to work with: of the chosen local project, or entered by hand where there is none. */
export function ApiGate(props: {
  /** Id or name of the project that the URL asks for. */
  readonly project: string | undefined;
  readonly children: (projects: readonly LocalProject[], current: string | undefined) => ReactNode;
}): ReactNode {
  const [enteredKey, setEnteredKey] = useState(readKey);
  const local = useQuery({ ...localProjectsQuery, enabled: enteredKey === null });
  const projects = local.data?.projects ?? [];
  const current =
    projects.find(({ project_id, name }) => [project_id, name].includes(props.project ?? "")) ??
    projects[0];
  const apiKey = enteredKey ?? current?.api_key;
  const scope = enteredKey === null ? current?.project_id : "entered";
  const api = useMemo<Api | null>(
    () =>
      apiKey === undefined || scope === undefined
        ? null
        : { call: createClient({ serverUrl: "", apiKey }), scope },
    [apiKey, scope],
  );
  if (api !== null) {
    return (
      <ApiContext value={api}>
        {props.children(enteredKey === null ? projects : [], current?.project_id)}
      </ApiContext>
    );
  }
  if (local.isPending) return <Loading label="projects" />;
  return (
    <KeyForm
      onEnter={(key) => {
        storeKey(key);
        setEnteredKey(key);
      }}
    />
  );
}
