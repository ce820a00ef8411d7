import { createRoute } from "@tanstack/react-router";

import { parseMetricSearch } from "../features/metrics/search.js";
import { changeSearch } from "./change-search.js";
import { lazyPage, withPage } from "./lazy-page.js";
import { rootRoute } from "./root-route.js";

const MetricPage = lazyPage(
  async () => (await import("../features/metrics/metric-page.js")).MetricPage,
);

export const metricRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "metric-definitions/$metricId",
  validateSearch: parseMetricSearch,
  component: withPage(MetricPage, function MetricRoutePage() {
    return (
      <MetricPage
        metricId={metricRoute.useParams().metricId}
        search={metricRoute.useSearch()}
        onSearchChange={changeSearch(metricRoute.useNavigate())}
      />
    );
  }),
});
