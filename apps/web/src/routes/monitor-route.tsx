import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { parseMonitorSearch } from "../features/monitor/search.js";
import { rootRoute } from "./root-route.js";
import { withPage } from "./with-page.js";

const MonitorPage = lazyRouteComponent(
  () => import("../features/monitor/monitor-page.js"),
  "MonitorPage",
);

export const monitorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "monitor",
  validateSearch: parseMonitorSearch,
  component: withPage(MonitorPage, function MonitorRoutePage() {
    const navigate = monitorRoute.useNavigate();
    return (
      <MonitorPage
        search={monitorRoute.useSearch()}
        onSearchChange={(patch) =>
          navigate({ search: (previous) => ({ ...previous, ...patch }), replace: true })
        }
      />
    );
  }),
});
