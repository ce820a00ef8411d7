import { useMemo, type ReactNode } from "react";

import { Button } from "../../components/button.js";
import { SearchBox } from "../../components/form/search-box.js";
import { formatPlural } from "../../lib/text/format-number.js";
import type { Trace, TraceNode } from "./model/index-trace.js";
import { searchHits, visibleRows } from "./model/visible-rows.js";
import { TimeAxis } from "./time-axis.js";
import { TreeRows } from "./tree-rows.js";
import { useCollapsed } from "./use-collapsed.js";

interface TraceTreeProps {
  readonly label: string;
  readonly trace: Trace;
  /** Its size on the page. */
  readonly className: string;
  readonly selectedKey: string | undefined;
  /** Of the span that the address names by now. */
  readonly latestKey: () => string | undefined;
  readonly query: string;
  readonly onQueryChange: (query: string) => void;
  readonly onSelect: (node: TraceNode) => void;
  readonly onEnter: () => void;
}

export function TraceTree(props: TraceTreeProps): ReactNode {
  const { trace, query } = props;
  const fold = useCollapsed(trace.nodes);
  const hits = useMemo(() => searchHits(trace.nodes, query), [trace.nodes, query]);
  const rows = useMemo(
    () => visibleRows(trace.nodes, fold.collapsed, hits),
    [trace.nodes, fold.collapsed, hits],
  );
  return (
    <section
      aria-label={props.label}
      className={`flex min-w-0 flex-col rounded-lg border border-line bg-surface ${props.className}`}
    >
      <div className="flex flex-wrap items-center gap-1 border-b border-line p-2">
        <SearchBox
          label="Search spans"
          value={query}
          onChange={props.onQueryChange}
          onEnter={(text) => goToHit(text, props)}
        />
        {hits !== undefined ? (
          <span role="status" className="px-1 text-muted">
            {formatPlural(hits.size, "hit")}
          </span>
        ) : (
          <>
            <Button look="quiet" onClick={fold.expandAll}>
              Expand all
            </Button>
            <Button look="quiet" onClick={fold.collapseAll}>
              Collapse
            </Button>
          </>
        )}
      </div>
      <TimeAxis trace={trace} />
      <TreeRows
        trace={trace}
        rows={rows}
        selectedKey={props.selectedKey}
        latestKey={props.latestKey}
        // A search shows what it found, folded or not.
        collapsed={hits === undefined ? fold.collapsed : nothing}
        hits={hits}
        onToggle={fold.toggle}
        onSelect={props.onSelect}
        onEnter={props.onEnter}
      />
    </section>
  );
}

/** Who searches is shown what was found, not what leads there. */
function goToHit(
  text: string,
  props: Pick<TraceTreeProps, "trace" | "latestKey" | "onSelect">,
): void {
  const { nodes } = props.trace;
  const found = searchHits(nodes, text);
  if (found === undefined || found.has(props.latestKey() ?? "")) return;
  const first = nodes.find(({ key }) => found.has(key));
  if (first !== undefined) props.onSelect(first);
}

const nothing: ReadonlySet<string> = new Set();
