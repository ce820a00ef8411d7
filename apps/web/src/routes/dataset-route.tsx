import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { parseDatasetSearch } from "../features/datasets/search.js";
import { rootRoute } from "./root-route.js";
import { withPage } from "./with-page.js";

const DatasetPage = lazyRouteComponent(
  () => import("../features/datasets/dataset-page.js"),
  "DatasetPage",
);

export const datasetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "datasets/$datasetId",
  validateSearch: parseDatasetSearch,
  component: withPage(DatasetPage, function DatasetRoutePage() {
    const navigate = datasetRoute.useNavigate();
    return (
      <DatasetPage
        datasetId={datasetRoute.useParams().datasetId}
        search={datasetRoute.useSearch()}
        onSearchChange={(patch) =>
          navigate({ search: (previous) => ({ ...previous, ...patch }), replace: true })
        }
      />
    );
  }),
});
