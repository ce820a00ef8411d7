import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { parseDatasetsSearch } from "../features/datasets/search.js";
import { rootRoute } from "./root-route.js";
import { withPage } from "./with-page.js";

const DatasetsPage = lazyRouteComponent(
  () => import("../features/datasets/datasets-page.js"),
  "DatasetsPage",
);

export const datasetsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "datasets",
  validateSearch: parseDatasetsSearch,
  component: withPage(DatasetsPage, function DatasetsRoutePage() {
    const navigate = datasetsRoute.useNavigate();
    return (
      <DatasetsPage
        search={datasetsRoute.useSearch()}
        onSearchChange={(patch) =>
          navigate({ search: (previous) => ({ ...previous, ...patch }), replace: true })
        }
      />
    );
  }),
});
