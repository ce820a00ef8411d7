import { expect, test } from "vitest";

import { ProjectDirectory } from "./auth/project-directory.js";
import { DatasetStore } from "./datasets/dataset-store.js";
import { createClock, type Clock } from "./lib/clock.js";
import { projectIdOf } from "./lib/project.js";
import { chartKind } from "./routes/entities/charts.js";
import { RunStore } from "./runs/run-store.js";
import { temporaryStore } from "./testing/temporary-store.js";
import { EntityCollection } from "./entities/entity-collection.js";
import { EntityRepository } from "./entities/entity-repository.js";

const project = { id: projectIdOf("shop"), name: "shop" };
const dayMs = 86_400_000;

interface Opened {
  readonly runs: RunStore;
  readonly datasets: DatasetStore;
  readonly charts: EntityCollection<{ readonly id: string }>;
  readonly projects: ProjectDirectory;
}

test("changes are in effect though the clock was set back since, or another server's is ahead", async () => {
  await using fixture = await temporaryStore();
  const { store } = fixture;
  const openWith = (clock: Clock): Opened => {
    const entities = new EntityRepository(store, clock);
    return {
      runs: new RunStore(entities, store),
      datasets: new DatasetStore(entities, clock),
      charts: new EntityCollection(entities, clock, chartKind),
      projects: new ProjectDirectory(entities, "operator"),
    };
  };
  const ahead = openWith(createClock(() => Date.now() + 400 * dayMs));
  const { run_id } = await ahead.runs.create(project, { name: "before", status: "pending" });
  const dataset = await ahead.datasets.createDataset(project, { name: "before" });
  const [datapoint = ""] = await ahead.datasets.createDatapoints(project, [{ inputs: { n: 1 } }]);
  const chart = await ahead.charts.create(project, "before", { metric: "duration" });
  const { key, secret } = await ahead.projects.createKey(project, { label: "", scopes: ["read"] });
  await ahead.projects.register({ given: "before" });

  const { runs, datasets, charts, projects } = openWith(createClock());
  for (const name of ["now", "then"]) await runs.update(project, run_id, { name });
  expect(await runs.find(project, run_id)).toMatchObject({ name: "then", status: "pending" });
  await datasets.updateDataset(project, dataset.id, { name: "now" });
  expect(await datasets.findDataset(project, dataset.id)).toMatchObject({ name: "now" });
  await datasets.updateDatapoint(project, datapoint, { inputs: { n: 2 } });
  expect(await datasets.findDatapoints(project, [datapoint])).toMatchObject([{ inputs: { n: 2 } }]);
  await charts.remove(project, chart.id);
  expect(await charts.list(project)).toEqual([]);
  await projects.register({ given: "now" });
  expect(await projects.findByKey("given")).toMatchObject({ project: { name: "now" } });
  expect(await projects.revokeKey(project, key.key_id)).toBe(true);
  expect(await projects.findByKey(secret)).toBeUndefined();
});
