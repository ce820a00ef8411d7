import { createRoute } from "@tanstack/react-router";

import { MonitorPage } from "../features/monitor/monitor-page.js";
import { parseMonitorSearch } from "../features/monitor/search.js";
import { rootRoute } from "./root-route.js";

export const monitorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "monitor",
  validateSearch: parseMonitorSearch,
  component: function MonitorRoutePage() {
    const navigate = monitorRoute.useNavigate();
    return (
      <MonitorPage
        search={monitorRoute.useSearch()}
        onSearchChange={(patch) =>
          navigate({ search: (previous) => ({ ...previous, ...patch }), replace: true })
        }
      />
    );
  },
});
