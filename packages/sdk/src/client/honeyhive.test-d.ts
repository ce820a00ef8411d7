import { it } from "vitest";

import type { HoneyHive } from "./honeyhive.js";

interface NewRun {
  readonly name: string;
}

declare const client: HoneyHive;
declare const run: NewRun;

it("takes bodies that are of an interface", () => {
  void client.experiments.createRun(run);
  void client.datasets.addDatapoints(run, "id");
  // @ts-expect-error -- a body has names
  void client.experiments.createRun([run]);
});
