import { useQuery } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";

import { CopyButton } from "../../components/value/copy-button.js";
import { ExportRows } from "../../components/grid/export-rows.js";
import { Loaded } from "../../components/loaded.js";
import { Message } from "../../components/message.js";
import { PageHeader } from "../../components/shell/page-header.js";
import { Page } from "../../components/shell/page.js";
import { SearchBox } from "../../components/form/search-box.js";
import { ShownCount } from "../../components/grid/shown-count.js";
import { useApi } from "../../lib/api/api-context.js";
import { useLatestSearch } from "../../lib/hooks/use-latest-search.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { DatapointDetail } from "./datapoint-detail.js";
import { DatapointTable } from "./datapoint-table.js";
import { DatasetActions } from "./dataset-actions.js";
import { datapointFields, selectDatapoints, toDatapointRows } from "./model/datapoint-row.js";
import { datasetQuery, type DatasetContent } from "./queries.js";
import { parseDatasetSearch, type DatasetSearch } from "./search.js";

export function DatasetPage(
  props: ViewProps<DatasetSearch> & { readonly datasetId: string },
): ReactNode {
  const query = useQuery(datasetQuery(useApi(), props.datasetId));
  return (
    <Page>
      <Loaded query={query} label="dataset">
        {(content) =>
          content === null ? (
            <Message title="No such dataset" isPage>
              It was deleted, or it is another project's.
            </Message>
          ) : (
            <DatasetView {...props} content={content} />
          )
        }
      </Loaded>
    </Page>
  );
}

function DatasetView(
  props: ViewProps<DatasetSearch> & { readonly content: DatasetContent },
): ReactNode {
  const { search, onSearchChange } = props;
  const { dataset, datapoints } = props.content;
  const rows = useMemo(() => toDatapointRows(datapoints), [datapoints]);
  const fields = useMemo(() => datapointFields(rows), [rows]);
  const shown = useMemo(() => selectDatapoints(rows, search.q), [rows, search.q]);
  const latest = useLatestSearch(parseDatasetSearch);
  const opened = rows.find(({ datapoint }) => datapoint.id === search.datapoint);
  const open = (datapoint: string | undefined): void => void onSearchChange({ datapoint });
  return (
    <>
      <PageHeader title={dataset.name} actions={<DatasetActions content={props.content} />}>
        <span className="text-muted">{dataset.description}</span>
        <span className="flex items-center gap-1 font-mono text-xs text-faint">
          {dataset.id.slice(0, 8)}
          <CopyButton label="Copy the dataset's id" text={() => dataset.id} />
        </span>
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          label="Search datapoints"
          value={search.q ?? ""}
          onChange={(q) => void onSearchChange({ q })}
        />
        <ShownCount shown={shown.length} total={rows.length} noun="datapoint" />
        <ExportRows name={dataset.name} fields={fields} rows={() => shown} />
      </div>
      <div className="flex min-h-72 flex-1 flex-col gap-3 max-lg:min-h-[40rem] lg:flex-row">
        <DatapointTable
          rows={shown}
          opened={opened}
          onOpen={(row) => open(row?.datapoint.id)}
          // An open datapoint follows the keys.
          onMove={({ datapoint }) => latest().datapoint !== undefined && open(datapoint.id)}
        />
        {opened !== undefined && (
          <DatapointDetail
            key={opened.datapoint.id}
            dataset={dataset}
            row={opened}
            onClose={() => open(undefined)}
          />
        )}
      </div>
    </>
  );
}
