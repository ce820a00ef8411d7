import type { Chart } from "@honeyhive/contract";
import { chartSchema, operationSchemas } from "@honeyhive/contract/schemas";

import { timesOf, type CollectionKind } from "../../entities/entity-collection.js";
import { readChart } from "../chart-events.js";
import { parseBody } from "../parse.js";
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
  return { success: true, data: await charts.create(project, name, body, ids) };
};

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
  const data = await charts.change(project, params["chart_id"] ?? "", { name, body });
  return { success: true, data };
};

export const deleteChart: RouteHandler = async ({ params, project }, { charts }) => {
  await charts.remove(project, params["chart_id"] ?? "");
  return { success: true, message: "The chart is deleted." };
};
