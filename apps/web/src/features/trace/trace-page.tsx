import type { EventNode } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, type ReactNode } from "react";

import { IgnoredInAddress } from "../../components/ignored-in-address.js";
import { Loaded } from "../../components/loaded.js";
import { Page } from "../../components/shell/page.js";
import { useApi } from "../../lib/api/api-context.js";
import { searchesTexts } from "../../lib/cases/shown-cases.js";
import { runResultQuery } from "../../lib/api/run-queries.js";
import { useLatestSearch } from "../../lib/hooks/use-latest-search.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { ignoredOfTrace } from "./model/ignored-of-trace.js";
import { indexTrace, type TraceNode } from "./model/index-trace.js";
import { placeOfCase } from "./model/neighbours.js";
import { selectNode } from "./model/select-node.js";
import { sessionQuery } from "./queries.js";
import { parseTraceSearch, traceKeys, type TraceSearch } from "./search.js";
import { TraceHeader } from "./trace-header.js";
import { SelectedSpan } from "./selected-span.js";
import { TraceTree } from "./trace-tree.js";

interface TraceViewProps extends ViewProps<TraceSearch> {
  readonly sessionId: string;
}

export function TracePage(props: TraceViewProps): ReactNode {
  const query = useQuery(sessionQuery(useApi(), props.sessionId));
  return (
    <Page>
      <Loaded query={query} label="session">
        {(root) => <TraceView key={props.sessionId} {...props} root={root} />}
      </Loaded>
    </Page>
  );
}

function TraceView(props: TraceViewProps & { readonly root: EventNode }): ReactNode {
  const { search, onSearchChange, root } = props;
  const runId = search.run ?? "";
  const detail = searchesTexts(search.cases) ? "everything" : "scores";
  const run = useQuery({
    ...runResultQuery(useApi(), runId, detail),
    enabled: runId !== "",
  }).data;
  const trace = useMemo(() => indexTrace(root), [root]);
  const place = useMemo(
    () => run && placeOfCase(run, props.sessionId, search.cases),
    [run, props.sessionId, search.cases],
  );
  const detailPanel = useRef<HTMLElement>(null);
  const selected = selectNode(trace, search.event);
  const latest = useLatestSearch(parseTraceSearch);
  const select = ({ key }: TraceNode): void => void onSearchChange({ event: key });
  return (
    <>
      <TraceHeader
        root={root}
        trace={trace}
        run={run?.run_object}
        place={place}
        cases={search.cases}
        queueId={search.queue}
        selected={selected}
        onSelect={select}
      />
      <IgnoredInAddress
        keys={traceKeys}
        ignored={ignoredOfTrace(search, trace)}
        onSearchChange={onSearchChange}
      />
      <div className="flex min-h-0 flex-1 flex-col gap-3 max-lg:min-h-fit lg:flex-row">
        <TraceTree
          label="Spans"
          trace={trace}
          className="max-lg:h-80 max-lg:shrink-0 lg:w-[46%]"
          selectedKey={selected?.key}
          latestKey={() => selectNode(trace, latest().event)?.key}
          query={search.q ?? ""}
          onQueryChange={(q) => void onSearchChange({ q })}
          onSelect={select}
          onEnter={() => detailPanel.current?.focus()}
        />
        <SelectedSpan
          label="Selected span"
          ref={detailPanel}
          node={selected}
          trace={trace}
          tab={search.tab}
          queueId={search.queue}
          onTabChange={(tab) => void onSearchChange({ tab })}
        />
      </div>
    </>
  );
}
