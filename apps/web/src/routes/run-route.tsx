import { createRoute } from "@tanstack/react-router";

import { parseRunSearch } from "../features/run/search.js";
import { changeSearch } from "./change-search.js";
import { lazyPage, withPage } from "./lazy-page.js";
import { rootRoute } from "./root-route.js";

const RunPage = lazyPage(async () => (await import("../features/run/run-page.js")).RunPage);

export const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "runs/$runId",
  validateSearch: parseRunSearch,
  component: withPage(RunPage, function RunRoutePage() {
    return (
      <RunPage
        runId={runRoute.useParams().runId}
        search={runRoute.useSearch()}
        onSearchChange={changeSearch(runRoute.useNavigate())}
      />
    );
  }),
});
