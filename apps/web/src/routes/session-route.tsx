import { createRoute } from "@tanstack/react-router";

import { parseTraceSearch } from "../features/trace/search.js";
import { changeSearch } from "./change-search.js";
import { lazyPage, withPage } from "./lazy-page.js";
import { rootRoute } from "./root-route.js";

const TracePage = lazyPage(async () => (await import("../features/trace/trace-page.js")).TracePage);

export const sessionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "sessions/$sessionId",
  validateSearch: parseTraceSearch,
  component: withPage(TracePage, function SessionRoutePage() {
    return (
      <TracePage
        sessionId={sessionRoute.useParams().sessionId}
        search={sessionRoute.useSearch()}
        onSearchChange={changeSearch(sessionRoute.useNavigate())}
      />
    );
  }),
});
