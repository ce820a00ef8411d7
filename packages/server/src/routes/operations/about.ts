import type { About } from "@honeyhive/contract";

import type { Services } from "../../services.js";
import { migrations } from "../../store/migrations/migrations.js";
import { version } from "../../version.js";

/** `GET /about`: what runs here. */
export async function getAbout({ store }: Services): Promise<Response> {
  const about: About = {
    name: "honeyhive",
    version,
    // The tables are brought to this version before a request is taken.
    schema_version: migrations.at(-1)?.version ?? 0,
    store: (await store.health()).engine,
    node: process.version,
  };
  return Response.json(about);
}
