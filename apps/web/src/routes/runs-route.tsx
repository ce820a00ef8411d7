import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { parseRunsSearch } from "../features/runs/search.js";
import { rootRoute } from "./root-route.js";
import { withPage } from "./with-page.js";

const RunsPage = lazyRouteComponent(() => import("../features/runs/runs-page.js"), "RunsPage");

export const runsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "runs",
  validateSearch: parseRunsSearch,
  component: withPage(RunsPage, function RunsRoutePage() {
    const navigate = runsRoute.useNavigate();
    return (
      <RunsPage
        search={runsRoute.useSearch()}
        onSearchChange={(patch) =>
          navigate({ search: (previous) => ({ ...previous, ...patch }), replace: true })
        }
      />
    );
  }),
});
