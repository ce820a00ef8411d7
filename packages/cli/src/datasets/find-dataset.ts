import { fetchDatapoints, type Client, type Datapoint, type Dataset } from "@honeyhive/contract";

import { CliError } from "../cli-error.js";

/** The dataset with that id, or else the one with that name; undefined when there is none. */
export async function findDataset(call: Client, nameOrId: string): Promise<Dataset | undefined> {
  const { datasets } = await call("listDatasets", {});
  const byId = datasets.find(({ id }) => id === nameOrId);
  const byName = datasets.filter(({ name }) => name === nameOrId);
  if (byId !== undefined || byName.length < 2) return byId ?? byName[0];
  throw new CliError(
    `Expected one dataset with the name "${nameOrId}", found ${byName.length}. ` +
      `Name one by its id: ${byName.map(({ id }) => id).join(", ")}`,
  );
}

/** Every datapoint of the dataset, in its order. */
export async function fetchAllDatapoints(call: Client, dataset: Dataset): Promise<Datapoint[]> {
  const found = await fetchDatapoints(call, dataset.datapoints);
  return dataset.datapoints.map((id) => {
    const datapoint = found.get(id);
    if (datapoint !== undefined) return datapoint;
    throw new CliError(
      `Expected the server to have datapoint ${id} of the dataset "${dataset.name}", but it does not. ` +
        "Push the dataset again, under another name: honeyhive datasets push <file> --name <name>",
    );
  });
}
