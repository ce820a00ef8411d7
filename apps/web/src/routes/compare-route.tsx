import { createRoute } from "@tanstack/react-router";

import { ComparePage } from "../features/compare/compare-page.js";
import { parseCompareSearch } from "../features/compare/search.js";
import { rootRoute } from "./root-route.js";

export const compareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "compare",
  validateSearch: parseCompareSearch,
  component: function CompareRoutePage() {
    const navigate = compareRoute.useNavigate();
    return (
      <ComparePage
        search={compareRoute.useSearch()}
        onSearchChange={(patch) =>
          navigate({ search: (previous) => ({ ...previous, ...patch }), replace: true })
        }
      />
    );
  },
});
