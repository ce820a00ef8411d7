import { z } from "zod";

import type { ChartOperations } from "../../operations/charts.js";
import {
  chartDataSchema,
  chartInputSchema,
  chartSchema,
  chartUpdateSchema,
  eventsChartQuerySchema,
} from "../chart.js";
import type { SchemasOf } from "./schemas-of.js";

const success = z.object({ success: z.literal(true) });
const chart = success.extend({ data: chartSchema });

export const chartSchemas: SchemasOf<ChartOperations> = {
  chartEvents: { query: eventsChartQuerySchema, response: chartDataSchema },
  listCharts: { response: success.extend({ data: z.array(chartSchema) }) },
  createChart: { body: chartInputSchema, response: chart },
  getChart: { response: chart },
  getChartData: { response: chartDataSchema },
  updateChart: { body: chartUpdateSchema, response: chart },
  deleteChart: { response: success.extend({ message: z.string() }) },
};
