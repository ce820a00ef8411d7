import { createRoute } from "@tanstack/react-router";

import { DatasetsPage } from "../features/datasets/datasets-page.js";
import { parseDatasetsSearch } from "../features/datasets/search.js";
import { rootRoute } from "./root-route.js";

export const datasetsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "datasets",
  validateSearch: parseDatasetsSearch,
  component: function DatasetsRoutePage() {
    const navigate = datasetsRoute.useNavigate();
    return (
      <DatasetsPage
        search={datasetsRoute.useSearch()}
        onSearchChange={(patch) =>
          navigate({ search: (previous) => ({ ...previous, ...patch }), replace: true })
        }
      />
    );
  },
});
