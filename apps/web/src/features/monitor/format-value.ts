import { formatDuration } from "@honeyhive/contract";

import {
  formatCost,
  formatCount,
  formatScore,
  formatTokens,
} from "../../lib/text/format-number.js";
import type { ChartUnit } from "./model/overview-charts.js";

export function formatValue(value: number, unit: ChartUnit): string {
  switch (unit) {
    case "count":
      return formatCount(value);
    case "duration":
      return formatDuration(value);
    case "cost":
      return formatCost(value);
    case "tokens":
      return formatTokens(value);
    case "score":
      return formatScore(value);
    default:
      unit satisfies never;
      return String(value);
  }
}
