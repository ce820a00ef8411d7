import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { parseMetricSearch } from "../features/metrics/search.js";
import { rootRoute } from "./root-route.js";
import { withPage } from "./with-page.js";

const MetricPage = lazyRouteComponent(
  () => import("../features/metrics/metric-page.js"),
  "MetricPage",
);

export const metricRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "metric-definitions/$metricId",
  validateSearch: parseMetricSearch,
  component: withPage(MetricPage, function MetricRoutePage() {
    const navigate = metricRoute.useNavigate();
    return (
      <MetricPage
        metricId={metricRoute.useParams().metricId}
        search={metricRoute.useSearch()}
        onSearchChange={(patch) =>
          navigate({ search: (previous) => ({ ...previous, ...patch }), replace: true })
        }
      />
    );
  }),
});
