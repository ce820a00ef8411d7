import { createRoute } from "@tanstack/react-router";

import { RunsPage } from "../features/runs/runs-page.js";
import { parseRunsSearch } from "../features/runs/search.js";
import { rootRoute } from "./root-route.js";

export const runsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "runs",
  validateSearch: parseRunsSearch,
  component: function RunsRoutePage() {
    const navigate = runsRoute.useNavigate();
    return (
      <RunsPage
        search={runsRoute.useSearch()}
        onSearchChange={(patch) =>
          navigate({ search: (previous) => ({ ...previous, ...patch }), replace: true })
        }
      />
    );
  },
});
