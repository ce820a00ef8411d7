import type { Dataset } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Loaded } from "../../components/loaded.js";
import { PageHeader } from "../../components/shell/page-header.js";
import { Page } from "../../components/shell/page.js";
import { SearchBox } from "../../components/form/search-box.js";
import { ShownCount } from "../../components/grid/shown-count.js";
import { useApi } from "../../lib/api/api-context.js";
import { datasetsQuery } from "../../lib/api/dataset-queries.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { DatasetsTable } from "./datasets-table.js";
import { ImportButton } from "./import-button.js";
import { NewDataset } from "./new-dataset.js";
import type { DatasetsSearch } from "./search.js";

export function DatasetsPage(props: ViewProps<DatasetsSearch>): ReactNode {
  const { search, onSearchChange } = props;
  const query = useQuery(datasetsQuery(useApi()));
  return (
    <Page>
      <PageHeader
        title="Datasets"
        actions={
          <>
            <ImportButton text="From a file" title="New dataset from a file" />
            <NewDataset />
          </>
        }
      />
      <Loaded query={query} label="datasets">
        {(datasets) => {
          const shown = named(datasets, search.name);
          return (
            <>
              <div className="flex flex-wrap items-center gap-2">
                <SearchBox
                  label="Search by name"
                  value={search.name ?? ""}
                  onChange={(name) => void onSearchChange({ name })}
                />
                <ShownCount shown={shown.length} total={datasets.length} noun="dataset" />
              </div>
              <DatasetsTable {...props} rows={shown} isFiltered={shown.length < datasets.length} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function named(datasets: readonly Dataset[], text = ""): readonly Dataset[] {
  const wanted = text.toLowerCase();
  return datasets.filter(({ name }) => name.toLowerCase().includes(wanted));
}
