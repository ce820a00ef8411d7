import { createRoute } from "@tanstack/react-router";

import { parseMonitorSearch } from "../features/monitor/search.js";
import { changeSearch } from "./change-search.js";
import { lazyPage, withPage } from "./lazy-page.js";
import { rootRoute } from "./root-route.js";

const MonitorPage = lazyPage(
  async () => (await import("../features/monitor/monitor-page.js")).MonitorPage,
);

export const monitorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "monitor",
  validateSearch: parseMonitorSearch,
  component: withPage(MonitorPage, function MonitorRoutePage() {
    return (
      <MonitorPage
        search={monitorRoute.useSearch()}
        onSearchChange={changeSearch(monitorRoute.useNavigate())}
      />
    );
  }),
});
