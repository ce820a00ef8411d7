import { createRoute } from "@tanstack/react-router";

import { parseTracePairSearch } from "../features/trace/pair-search.js";
import { TracePairPage } from "../features/trace/trace-pair-page.js";
import { rootRoute } from "./root-route.js";

export const tracePairRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "compare/traces",
  validateSearch: parseTracePairSearch,
  component: function TracePairRoutePage() {
    const navigate = tracePairRoute.useNavigate();
    return (
      <TracePairPage
        search={tracePairRoute.useSearch()}
        onSearchChange={(patch) =>
          navigate({ search: (previous) => ({ ...previous, ...patch }), replace: true })
        }
      />
    );
  },
});
