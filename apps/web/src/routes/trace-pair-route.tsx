import { createRoute } from "@tanstack/react-router";

import { parseTracePairSearch } from "../features/trace/pair-search.js";
import { changeSearch } from "./change-search.js";
import { lazyPage, withPage } from "./lazy-page.js";
import { rootRoute } from "./root-route.js";

const TracePairPage = lazyPage(
  async () => (await import("../features/trace/trace-pair-page.js")).TracePairPage,
);

export const tracePairRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "compare/traces",
  validateSearch: parseTracePairSearch,
  component: withPage(TracePairPage, function TracePairRoutePage() {
    return (
      <TracePairPage
        search={tracePairRoute.useSearch()}
        onSearchChange={changeSearch(tracePairRoute.useNavigate())}
      />
    );
  }),
});
