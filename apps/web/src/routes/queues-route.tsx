import { createRoute } from "@tanstack/react-router";

import { QueuesPage } from "../features/queues/queues-page.js";
import { rootRoute } from "./root-route.js";

export const queuesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "queues",
  component: QueuesPage,
});
