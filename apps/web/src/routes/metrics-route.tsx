import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { parseMetricsSearch } from "../features/metrics/search.js";
import { rootRoute } from "./root-route.js";
import { withPage } from "./with-page.js";

const MetricsPage = lazyRouteComponent(
  () => import("../features/metrics/metrics-page.js"),
  "MetricsPage",
);

// `/metrics` is what monitoring systems read.
export const metricsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "metric-definitions",
  validateSearch: parseMetricsSearch,
  component: withPage(MetricsPage, function MetricsRoutePage() {
    const navigate = metricsRoute.useNavigate();
    return (
      <MetricsPage
        search={metricsRoute.useSearch()}
        onSearchChange={(patch) =>
          navigate({ search: (previous) => ({ ...previous, ...patch }), replace: true })
        }
      />
    );
  }),
});
