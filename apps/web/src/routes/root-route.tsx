import { createRootRoute, Outlet, retainSearchParams } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { ApiGate } from "../components/shell/api-gate.js";
import { AppShell } from "../components/shell/app-shell.js";
import { Message } from "../components/message.js";
import { ProjectSelect } from "../components/shell/project-select.js";
import { pickSearch } from "../lib/address/search-params.js";
import { FinderButton } from "./finder-button.js";
import { RouteError } from "./route-error.js";

export const rootRoute = createRootRoute({
  validateSearch: (search: Record<string, unknown>) => pickSearch(search, ["project"]),
  search: { middlewares: [retainSearchParams(["project"])] },
  component: Root,
  errorComponent: RouteError,
  notFoundComponent: () => (
    <Message title="No such page" isPage>
      The runs, sessions, datasets and charts are in the menu above.
    </Message>
  ),
});

function Root(): ReactNode {
  const { project } = rootRoute.useSearch();
  const navigate = rootRoute.useNavigate();
  return (
    <ApiGate project={project}>
      {(projects, current) => (
        <AppShell
          onGo={(to) => void navigate({ to })}
          aside={
            <>
              <ProjectSelect
                projects={projects}
                current={current}
                onSelect={(projectId) =>
                  void navigate({ to: "/runs", search: { project: projectId } })
                }
              />
              <FinderButton />
            </>
          }
        >
          <Outlet />
        </AppShell>
      )}
    </ApiGate>
  );
}
