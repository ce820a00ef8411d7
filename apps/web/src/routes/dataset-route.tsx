import { createRoute } from "@tanstack/react-router";

import { parseDatasetSearch } from "../features/datasets/search.js";
import { lazyPage, withPage } from "./lazy-page.js";
import { rootRoute } from "./root-route.js";

const DatasetPage = lazyPage(
  async () => (await import("../features/datasets/dataset-page.js")).DatasetPage,
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
