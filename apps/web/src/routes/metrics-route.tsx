import { createRoute } from "@tanstack/react-router";

import { parseMetricsSearch } from "../features/metrics/search.js";
import { changeSearch } from "./change-search.js";
import { lazyPage, withPage } from "./lazy-page.js";
import { rootRoute } from "./root-route.js";

const MetricsPage = lazyPage(
  async () => (await import("../features/metrics/metrics-page.js")).MetricsPage,
);

// `/metrics` is what monitoring systems read.
export const metricsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "metric-definitions",
  validateSearch: parseMetricsSearch,
  component: withPage(MetricsPage, function MetricsRoutePage() {
    return (
      <MetricsPage
        search={metricsRoute.useSearch()}
        onSearchChange={changeSearch(metricsRoute.useNavigate())}
      />
    );
  }),
});
