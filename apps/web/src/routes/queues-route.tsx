import { createRoute } from "@tanstack/react-router";

import { lazyPage } from "./lazy-page.js";
import { rootRoute } from "./root-route.js";

const QueuesPage = lazyPage(
  async () => (await import("../features/queues/queues-page.js")).QueuesPage,
);

export const queuesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "queues",
  component: QueuesPage,
});
