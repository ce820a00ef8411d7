import { createRoute } from "@tanstack/react-router";

import { parseDatasetSearch } from "../features/datasets/search.js";
import { changeSearch } from "./change-search.js";
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
    return (
      <DatasetPage
        datasetId={datasetRoute.useParams().datasetId}
        search={datasetRoute.useSearch()}
        onSearchChange={changeSearch(datasetRoute.useNavigate())}
      />
    );
  }),
});
