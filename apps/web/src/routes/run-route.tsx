import { createRoute } from "@tanstack/react-router";

import { RunPage } from "../features/run/run-page.js";
import { parseRunSearch } from "../features/run/search.js";
import { rootRoute } from "./root-route.js";

export const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "runs/$runId",
  validateSearch: parseRunSearch,
  component: function RunRoutePage() {
    const navigate = runRoute.useNavigate();
    return (
      <RunPage
        runId={runRoute.useParams().runId}
        search={runRoute.useSearch()}
        onSearchChange={(patch) =>
          navigate({ search: (previous) => ({ ...previous, ...patch }), replace: true })
        }
      />
    );
  },
});
