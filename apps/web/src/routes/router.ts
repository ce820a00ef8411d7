import { createRoute, createRouter, redirect } from "@tanstack/react-router";

import { parseSearch, stringifySearch } from "../lib/address/search-params.js";
import { compareRoute } from "./compare-route.js";
import { compareRunsRoute } from "./compare-runs-route.js";
import { datasetRoute } from "./dataset-route.js";
import { datasetsRoute } from "./datasets-route.js";
import { metricRoute } from "./metric-route.js";
import { metricsRoute } from "./metrics-route.js";
import { monitorRoute } from "./monitor-route.js";
import { promptsRoute } from "./prompts-route.js";
import { queuesRoute } from "./queues-route.js";
import { rootRoute } from "./root-route.js";
import { RouteError } from "./route-error.js";
import { runRoute } from "./run-route.js";
import { runsRoute } from "./runs-route.js";
import { sessionRoute } from "./session-route.js";
import { sessionsRoute } from "./sessions-route.js";
import { tracePairRoute } from "./trace-pair-route.js";

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: () => {
    redirect({ to: "/runs", replace: true, throw: true });
  },
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    runsRoute,
    runRoute,
    compareRoute,
    compareRunsRoute,
    tracePairRoute,
    sessionsRoute,
    sessionRoute,
    datasetsRoute,
    datasetRoute,
    metricsRoute,
    metricRoute,
    monitorRoute,
    promptsRoute,
    queuesRoute,
  ]),
  defaultErrorComponent: RouteError,
  parseSearch,
  stringifySearch,
});

declare module "@tanstack/react-router" {
  interface Register {
    readonly router: typeof router;
  }
}
