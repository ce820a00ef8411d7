import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { parseSessionsSearch } from "../features/sessions/search.js";
import { rootRoute } from "./root-route.js";
import { withPage } from "./with-page.js";

const SessionsPage = lazyRouteComponent(
  () => import("../features/sessions/sessions-page.js"),
  "SessionsPage",
);

export const sessionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "sessions",
  validateSearch: parseSessionsSearch,
  component: withPage(SessionsPage, function SessionsRoutePage() {
    const navigate = sessionsRoute.useNavigate();
    return (
      <SessionsPage
        search={sessionsRoute.useSearch()}
        onSearchChange={(patch) =>
          navigate({ search: (previous) => ({ ...previous, ...patch }), replace: true })
        }
      />
    );
  }),
});
