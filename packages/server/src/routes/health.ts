import type { Health } from "@honeyhive/contract";

import type { Services } from "../services.js";
import { version } from "../version.js";

export function getHealth({ store }: Services): Response {
  const { engine, ready } = store.health();
  const health: Health = { status: ready ? "ok" : "degraded", version, store: { engine, ready } };
  return Response.json(health, { status: ready ? 200 : 503 });
}
