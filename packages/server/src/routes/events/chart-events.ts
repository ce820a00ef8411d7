import { chartAggregations, type ChartBucket, type ChartData } from "@honeyhive/contract";
import { dateRangeSchema, eventFilterSchema } from "@honeyhive/contract/schemas";
import { z } from "zod";

import type { Project } from "../../lib/project.js";
import type { Services } from "../../services.js";
import { normalizeSearch } from "../request/normalize-search.js";
import { parseBody, readBoolean } from "../request/parse.js";
import { readScope } from "../request/read-scope.js";
import { readObjects } from "../request/read-objects.js";
import { dateRangeOf } from "../request/read-search.js";
import type { RouteHandler } from "../route-handler.js";

const bucketNames: Readonly<Record<string, ChartBucket>> = {
  ...namesOf("minute", "1m"),
  ...namesOf("hour", "1h"),
  ...namesOf("day", "1d"),
  ...namesOf("week", "1w"),
  ...namesOf("month", "1M"),
};

function namesOf(bucket: ChartBucket, short: string): Record<string, ChartBucket> {
  return { [bucket]: bucket, [`${bucket}s`]: bucket, [short]: bucket };
}

const questionSchema = z.object({
  filters: z.array(eventFilterSchema).default([]),
  dateRange: dateRangeSchema.optional(),
  metric: z.string().min(1).max(1000).default("duration"),
  groupBy: z.string().min(1).max(1000).optional(),
  bucket: z
    .enum(Object.keys(bucketNames))
    .default("hour")
    .transform((name): ChartBucket => bucketNames[name] ?? "hour"),
  aggregation: z.enum(chartAggregations).default("average"),
  evaluation_id: z.string().optional(),
  only_experiments: z.boolean().default(false),
});

export const chartEvents: RouteHandler = (request, services) => {
  const { query: given, project } = request;
  const names = ["metric", "groupBy", "bucket", "aggregation", "evaluation_id"];
  return readChart(services, project, {
    ...Object.fromEntries(names.map((name) => [name, given.get(name) || null])),
    filters: readObjects(given, "filters"),
    dateRange: dateRangeOf(given),
    only_experiments: readBoolean(given, "only_experiments") ?? null,
  });
};

/** Answers a question over time, however it was asked. What is null counts as not said. */
export async function readChart(
  services: Pick<Services, "store" | "rememberedCharts" | "mixedSessions" | "runs" | "clock">,
  project: Project,
  given: object,
): Promise<ChartData> {
  const search = normalizeSearch(given, services.clock() / 1000);
  const { evaluation_id: runId, ...question } = parseBody(questionSchema, search);
  const run = await readScope(services, project, runId);
  const asked = { ...question, run };
  const events = await services.rememberedCharts.read(services.store, project.id, asked);
  return { events, totalEvents: events.reduce((total, { count }) => total + count, 0) };
}
