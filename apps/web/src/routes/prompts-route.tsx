import { createRoute } from "@tanstack/react-router";

import { parsePromptsSearch } from "../features/prompts/search.js";
import { changeSearch } from "./change-search.js";
import { lazyPage, withPage } from "./lazy-page.js";
import { rootRoute } from "./root-route.js";

const PromptsPage = lazyPage(
  async () => (await import("../features/prompts/prompts-page.js")).PromptsPage,
);

export const promptsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "prompts",
  validateSearch: parsePromptsSearch,
  component: withPage(PromptsPage, function PromptsRoutePage() {
    return (
      <PromptsPage
        search={promptsRoute.useSearch()}
        onSearchChange={changeSearch(promptsRoute.useNavigate())}
      />
    );
  }),
});
