import type { ReactNode } from "react";

import { DataGrid } from "../../components/grid/data-grid.js";
import type { GridColumn } from "../../components/grid/grid-column.js";
import { Message } from "../../components/message.js";
import { SearchBox } from "../../components/form/search-box.js";
import { ShownCount } from "../../components/grid/shown-count.js";
import { useLatestSearch } from "../../lib/hooks/use-latest-search.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { parsePromptsSearch, type PromptsSearch } from "./search.js";

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What has a name, narrowed down by it, with the open one beside the list. */
export function NamedList<Item extends Named>(
  props: ViewProps<PromptsSearch> & {
    readonly noun: string;
    readonly items: readonly Item[];
    readonly columns: readonly GridColumn<Item>[];
    /** Where there is nothing yet. */
    readonly empty: ReactNode;
    readonly detail: (item: Item, onClose: () => void) => ReactNode;
  },
): ReactNode {
  const { search, onSearchChange, items, noun } = props;
  const latest = useLatestSearch(parsePromptsSearch);
  const wanted = (search.name ?? "").toLowerCase();
  const shown = items.filter(({ name }) => name.toLowerCase().includes(wanted));
  const opened = items.find(({ id }) => id === search.open);
  const open = (id: string | undefined): void => void onSearchChange({ open: id });
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          label="Search by name"
          value={search.name ?? ""}
          onChange={(name) => void onSearchChange({ name })}
        />
        <ShownCount shown={shown.length} total={items.length} noun={noun} />
      </div>
      <div className="flex min-h-72 flex-1 flex-col gap-3 max-lg:min-h-[40rem] lg:flex-row">
        <DataGrid
          label={`${noun}s`}
          columns={props.columns}
          rows={shown}
          rowKey={({ id }) => id}
          initialKey={search.open}
          onOpen={({ id }) => open(id)}
          // What is open follows the keys.
          onMove={({ id }) => latest().open !== undefined && open(id)}
          rowKeys={{ Escape: () => open(undefined) }}
          isSelected={({ id }) => id === opened?.id}
          empty={items.length === 0 ? props.empty : <Message title={`No ${noun} matches`} />}
        />
        {opened !== undefined && props.detail(opened, () => open(undefined))}
      </div>
    </>
  );
}
