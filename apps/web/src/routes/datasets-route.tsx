import { createRoute } from "@tanstack/react-router";

import { parseDatasetsSearch } from "../features/datasets/search.js";
import { changeSearch } from "./change-search.js";
import { lazyPage, withPage } from "./lazy-page.js";
import { rootRoute } from "./root-route.js";

const DatasetsPage = lazyPage(
  async () => (await import("../features/datasets/datasets-page.js")).DatasetsPage,
);

export const datasetsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "datasets",
  validateSearch: parseDatasetsSearch,
  component: withPage(DatasetsPage, function DatasetsRoutePage() {
    return (
      <DatasetsPage
        search={datasetsRoute.useSearch()}
        onSearchChange={changeSearch(datasetsRoute.useNavigate())}
      />
    );
  }),
});
