import { createRoute } from "@tanstack/react-router";

import { SessionsPage } from "../features/sessions/sessions-page.js";
import { parseSessionsSearch } from "../features/sessions/search.js";
import { rootRoute } from "./root-route.js";

export const sessionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "sessions",
  validateSearch: parseSessionsSearch,
  component: function SessionsRoutePage() {
    const navigate = sessionsRoute.useNavigate();
    return (
      <SessionsPage
        search={sessionsRoute.useSearch()}
        onSearchChange={(patch) =>
          navigate({ search: (previous) => ({ ...previous, ...patch }), replace: true })
        }
      />
    );
  },
});
