import { createRoute } from "@tanstack/react-router";

import { parseTraceSearch } from "../features/trace/search.js";
import { TracePage } from "../features/trace/trace-page.js";
import { rootRoute } from "./root-route.js";

export const sessionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "sessions/$sessionId",
  validateSearch: parseTraceSearch,
  component: function SessionRoutePage() {
    const navigate = sessionRoute.useNavigate();
    return (
      <TracePage
        sessionId={sessionRoute.useParams().sessionId}
        search={sessionRoute.useSearch()}
        onSearchChange={(patch) =>
          navigate({ search: (previous) => ({ ...previous, ...patch }), replace: true })
        }
      />
    );
  },
});
