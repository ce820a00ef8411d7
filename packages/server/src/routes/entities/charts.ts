import type { Chart, ChartUpdate } from "@honeyhive/contract";
import { chartSchema, operationSchemas } from "@honeyhive/contract/schemas";

import { timesOf, type CollectionKind } from "../../entities/entity-collection.js";
import type { Project } from "../../lib/project.js";
import { chartEvents } from "../../queries/chart-events.js";
import { FilterError } from "../../queries/compile-filter.js";
import { readChart } from "../events/chart-events.js";
import { parseBody } from "../request/parse.js";
import type { RouteHandler } from "../route-handler.js";

export const chartKind: CollectionKind<Chart> = {
  kind: "chart",
  noun: "a chart",
  notFound: "CHART_NOT_FOUND",
  path: "/v1/charts",
  toItem: (entity) =>
    chartSchema.parse({
      description: null,
      func: null,
      groupBy: null,
      bucketing: "day",
      dateRange: null,
      query: null,
      owner_id: null,
      ...entity.body,
      id: entity.id,
      name: entity.name,
      is_active: true,
      ...timesOf(entity),
    }),
};

export const listCharts: RouteHandler = async ({ project }, { charts }) => ({
  success: true,
  data: await charts.list(project),
});

export const createChart: RouteHandler = async ({ readJson, project, ids }, { charts }) => {
  const { name, ...body } = parseBody(operationSchemas.createChart.body, await readJson());
  checkChart(project, body);
  return { success: true, data: await charts.create(project, name, body, ids) };
};

/** Refuses what could be kept, and never be answered. */
function checkChart(
  project: Project,
  { dateRange, query: filters = [], groupBy }: ChartUpdate,
): void {
  // A relative range has been read by its schema.
  const range = dateRange !== undefined && "relative" in dateRange ? undefined : dateRange;
  const shape = { metric: "duration", bucket: "day", aggregation: "count" } as const;
  const question = { ...shape, filters, dateRange: range, groupBy: groupBy ?? undefined };
  try {
    chartEvents(project.id, { ...question, only_experiments: false });
  } catch (error) {
    throw error instanceof FilterError ? inQuery(error) : error;
  }
}

/** Of charts the filters have another name. */
function inQuery({ field, message }: FilterError): FilterError {
  return new FilterError(
    field.replace(/^filters/, "query"),
    message.replaceAll("`filters", "`query"),
  );
}

export const getChart: RouteHandler = async ({ params, project }, { charts }) => ({
  success: true,
  data: await charts.get(project, params["chart_id"] ?? ""),
});

export const getChartData: RouteHandler = async ({ params, project }, services) => {
  const chart = await services.charts.get(project, params["chart_id"] ?? "");
  const { metric, func, groupBy, bucketing, dateRange, query } = chart;
  return readChart(services, project, {
    metric,
    aggregation: func,
    groupBy,
    bucket: bucketing,
    dateRange,
    filters: query,
  });
};

export const updateChart: RouteHandler = async ({ readJson, params, project }, { charts }) => {
  const { name, ...body } = parseBody(operationSchemas.updateChart.body, await readJson());
  checkChart(project, body);
  const data = await charts.change(project, params["chart_id"] ?? "", { name, body });
  return { success: true, data };
};

export const deleteChart: RouteHandler = async ({ params, project }, { charts }) => {
  await charts.remove(project, params["chart_id"] ?? "");
  return { success: true, message: "The chart is deleted." };
};
