import { createRoute } from "@tanstack/react-router";

import { parseCompareRunsSearch } from "../features/compare/compare-runs-search.js";
import { changeSearch } from "./change-search.js";
import { lazyPage, withPage } from "./lazy-page.js";
import { rootRoute } from "./root-route.js";

const CompareRunsPage = lazyPage(
  async () => (await import("../features/compare/compare-runs-page.js")).CompareRunsPage,
);

export const compareRunsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "compare/runs",
  validateSearch: parseCompareRunsSearch,
  component: withPage(CompareRunsPage, function CompareRunsRoutePage() {
    return (
      <CompareRunsPage
        search={compareRunsRoute.useSearch()}
        onSearchChange={changeSearch(compareRunsRoute.useNavigate())}
      />
    );
  }),
});
