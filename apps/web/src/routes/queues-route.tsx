import { createRoute, lazyRouteComponent } from "@tanstack/react-router";

import { rootRoute } from "./root-route.js";

const QueuesPage = lazyRouteComponent(
  () => import("../features/queues/queues-page.js"),
  "QueuesPage",
);

export const queuesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "queues",
  component: QueuesPage,
});
