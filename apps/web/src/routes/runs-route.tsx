import { createRoute } from "@tanstack/react-router";

import { parseRunsSearch } from "../features/runs/search.js";
import { changeSearch } from "./change-search.js";
import { lazyPage, withPage } from "./lazy-page.js";
import { rootRoute } from "./root-route.js";

const RunsPage = lazyPage(async () => (await import("../features/runs/runs-page.js")).RunsPage);

export const runsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "runs",
  validateSearch: parseRunsSearch,
  component: withPage(RunsPage, function RunsRoutePage() {
    return (
      <RunsPage
        search={runsRoute.useSearch()}
        onSearchChange={changeSearch(runsRoute.useNavigate())}
      />
    );
  }),
});
