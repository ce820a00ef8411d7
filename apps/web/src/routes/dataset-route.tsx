import { createRoute } from "@tanstack/react-router";

import { DatasetPage } from "../features/datasets/dataset-page.js";
import { parseDatasetSearch } from "../features/datasets/search.js";
import { rootRoute } from "./root-route.js";

export const datasetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "datasets/$datasetId",
  validateSearch: parseDatasetSearch,
  component: function DatasetRoutePage() {
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
  },
});
