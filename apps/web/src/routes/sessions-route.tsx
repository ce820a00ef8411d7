import { createRoute } from "@tanstack/react-router";

import { parseSessionsSearch } from "../features/sessions/search.js";
import { changeSearch } from "./change-search.js";
import { lazyPage, withPage } from "./lazy-page.js";
import { rootRoute } from "./root-route.js";

const SessionsPage = lazyPage(
  async () => (await import("../features/sessions/sessions-page.js")).SessionsPage,
);

export const sessionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "sessions",
  validateSearch: parseSessionsSearch,
  component: withPage(SessionsPage, function SessionsRoutePage() {
    return (
      <SessionsPage
        search={sessionsRoute.useSearch()}
        onSearchChange={changeSearch(sessionsRoute.useNavigate())}
      />
    );
  }),
});
