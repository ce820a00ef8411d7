import { listRunsLightly } from "@honeyhive/contract";
import { keepPreviousData, type UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "../../lib/api/api-context.js";
import { foundEvent, foundRun, foundTrace, type Found, type Target } from "./model/found.js";
import { idFilters, toUuid } from "./model/id-filters.js";

/** Of each kind: more are found by more of the name, or on the page of the kind. */
const mostOfAKind = 5;
/** Nothing is asked while somebody is typing. */
const pauseMs = 150;

/** What has the text in its name, or has it for its id. */
export function foundQuery(api: Api, text: string): UseQueryOptions<readonly Found[]> {
  return {
    queryKey: [api.scope, "found", text],
    queryFn: async ({ signal }) => {
      await pause(signal);
      const found = await Promise.all([
        findEvents(api, text, signal),
        findRuns(api, text, signal),
        ...named.map((find) => find(api, text, signal)),
      ]);
      return found.flat();
    },
    placeholderData: keepPreviousData,
    enabled: text !== "",
  };
}

type Find = (api: Api, text: string, signal: AbortSignal) => Promise<readonly Found[]>;

/** One, since all that have an id are of one session. The session itself comes before its spans. */
const findEvents: Find = async ({ call }, text, signal) => {
  const found = await Promise.all(
    idFilters(text).map(async (filter) => {
      const body = { filters: [filter], limit: 1, totalUpTo: 1 };
      const { events } = await call("exportEvents", { body, signal });
      return events.map((event) =>
        filter.field === "trace_id" ? foundTrace(event, text) : foundEvent(event),
      );
    }),
  );
  return found.flat().slice(0, 1);
};

const findRuns: Find = async ({ call }, text, signal) => {
  const id = toUuid(text);
  const query = id === undefined ? { name: text } : { run_ids: [id] };
  const runs = await listRunsLightly(call, { query: { ...query, limit: mostOfAKind }, signal });
  return runs.evaluations.map(foundRun);
};

const named: readonly Find[] = [
  async ({ call }, text, signal) => {
    const { datasets } = await call("listDatasets", { query: {}, signal });
    return matching(text, "Dataset", "/datasets/$datasetId", datasets);
  },
  async ({ call }, text, signal) => {
    const { metrics } = await call("listMetrics", { query: {}, signal });
    return matching(text, "Metric", "/metric-definitions/$metricId", metrics);
  },
  async ({ call }, text, signal) => {
    const { configurations } = await call("listConfigurations", { query: {}, signal });
    return matching(text, "Prompt", "/prompts", configurations);
  },
];

interface Named {
  readonly id: string;
  readonly name: string;
  readonly updated_at: string;
}

function matching(
  text: string,
  kind: Found["kind"],
  to: Exclude<Target["to"], "/sessions/$sessionId">,
  things: readonly Named[],
): readonly Found[] {
  const wanted = text.toLowerCase();
  return things
    .filter(({ id, name }) => id === wanted || name.toLowerCase().includes(wanted))
    .slice(0, mostOfAKind)
    .map(({ id, name, updated_at: at }) => ({ kind, name, id, at, target: { to, id } }));
}

async function pause(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, pauseMs);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error("Nobody waits for it."));
    });
  });
}
