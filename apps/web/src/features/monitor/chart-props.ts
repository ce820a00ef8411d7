import type { EventFilter } from "@honeyhive/contract";
import type { ReactNode } from "react";

import type { ChartWindow } from "./model/chart-window.js";
import type { ChartSpec } from "./model/overview-charts.js";
import type { Series } from "./model/to-series.js";

export interface ChartCardProps {
  readonly chart: Pick<ChartSpec, "title" | "unit" | "shape" | "leadsTo">;
  readonly window: ChartWindow;
  /** Of the page: what all of its charts leave out. */
  readonly filters: readonly EventFilter[];
  readonly starts: readonly number[];
  /** Undefined until the server has answered. */
  readonly series: readonly Series[] | undefined;
  /** They are of another time or other filters: what was asked for now has not come yet. */
  readonly isOld?: boolean;
  /** More of them, that are not drawn. */
  readonly hiddenCount: number;
  readonly error?: Error | undefined;
  /** Stands beside the title. */
  readonly actions?: ReactNode;
}
