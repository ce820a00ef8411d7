import { createRoute } from "@tanstack/react-router";

import { parseCompareSearch } from "../features/compare/search.js";
import { changeSearch } from "./change-search.js";
import { lazyPage, withPage } from "./lazy-page.js";
import { rootRoute } from "./root-route.js";

const ComparePage = lazyPage(
  async () => (await import("../features/compare/compare-page.js")).ComparePage,
);

export const compareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "compare",
  validateSearch: parseCompareSearch,
  component: withPage(ComparePage, function CompareRoutePage() {
    return (
      <ComparePage
        search={compareRoute.useSearch()}
        onSearchChange={changeSearch(compareRoute.useNavigate())}
      />
    );
  }),
});
