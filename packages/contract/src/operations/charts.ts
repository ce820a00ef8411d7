import type {
  Chart,
  ChartData,
  ChartInput,
  ChartUpdate,
  EventsChartQuery,
} from "../events/chart.js";
import { route, type Routes } from "./route.js";

interface ChartAnswer {
  readonly success: true;
  readonly data: Chart;
}

export interface ChartOperations {
  chartEvents: { query: EventsChartQuery; response: ChartData };
  listCharts: { response: { readonly success: true; readonly data: readonly Chart[] } };
  createChart: { body: ChartInput; response: ChartAnswer };
  getChart: { params: { chart_id: string }; response: ChartAnswer };
  getChartData: { params: { chart_id: string }; response: ChartData };
  updateChart: { params: { chart_id: string }; body: ChartUpdate; response: ChartAnswer };
  deleteChart: {
    params: { chart_id: string };
    response: { readonly success: true; readonly message: string };
  };
}

export const chartRoutes: Routes<ChartOperations> = {
  chartEvents: route(
    "GET /v1/events/chart",
    "A number of the events that match, over time and by group.",
  ),
  listCharts: route("GET /v1/charts", "All charts."),
  createChart: route("POST /v1/charts", "Creates a chart."),
  getChart: route("GET /v1/charts/{chart_id}", "One chart's definition."),
  getChartData: route("GET /v1/charts/{chart_id}/data", "What a chart shows now."),
  updateChart: route("PUT /v1/charts/{chart_id}", "Changes the fields that are named."),
  deleteChart: route("DELETE /v1/charts/{chart_id}", "Deletes a chart."),
};
