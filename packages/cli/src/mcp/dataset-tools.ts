import { datapointToRow, fetchDatapoints } from "@honeyhive/contract";
import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";

import { CliError } from "../cli-error.js";
import { describeDatasets } from "../datasets/describe-datasets.js";
import { findDataset } from "../datasets/find-dataset.js";
import { formatCount } from "../output/format.js";
import { inputs } from "./inputs.js";
import { annotations, reply } from "./reply.js";
import type { Sources } from "./sources.js";

/** What is known of datasets. */
export function addDatasetTools(server: McpServer, sources: Sources): void {
  server.registerTool(
    "list_datasets",
    {
      title: "Datasets",
      description: "The datasets of the project: id, number of datapoints, last change, name.",
      inputSchema: z.strictObject({}),
      annotations,
    },
    reply(async () => {
      const { datasets } = await sources.server((call) => call("listDatasets", {}));
      return datasets.length === 0 ? ["No datasets."] : describeDatasets(datasets);
    }),
  );
  server.registerTool(
    "show_dataset",
    {
      title: "A dataset",
      description: "Datapoints of a dataset as JSON lines: id, inputs, ground truth, metadata.",
      inputSchema: z.strictObject({
        dataset: z.string().describe("name or id"),
        skip: z.int().min(0).default(0).describe("of the first datapoints, how many to leave out"),
        limit: inputs.limit(200, 20),
      }),
      annotations,
    },
    reply(({ dataset: name, skip, limit }) =>
      sources.server(async (call) => {
        const dataset = await findDataset(call, name);
        if (dataset === undefined) {
          throw new CliError(
            `Expected the name or id of a dataset, got the unknown "${name}". ` +
              "`honeyhive datasets list` shows what there is.",
          );
        }
        const ids = dataset.datapoints.slice(skip, skip + limit);
        const found = await fetchDatapoints(call, ids);
        const rows = ids.flatMap((id) => {
          const datapoint = found.get(id);
          if (datapoint === undefined) return [];
          const { rowId: _, ...row } = datapointToRow(datapoint);
          return [JSON.stringify({ id, ...row })];
        });
        const all = formatCount(dataset.datapoints.length);
        return [`${dataset.name}: ${rows.length} of ${all} datapoints`, "", ...rows];
      }),
    ),
  );
}
