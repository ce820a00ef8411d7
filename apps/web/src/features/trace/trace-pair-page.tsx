import type { EventNode } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo, type ReactNode } from "react";

import { buttonClass } from "../../components/button.js";
import { Loaded } from "../../components/loaded.js";
import { Message } from "../../components/message.js";
import { PageHeader } from "../../components/shell/page-header.js";
import { Page } from "../../components/shell/page.js";
import { useApi } from "../../lib/api/api-context.js";
import { useLatestSearch } from "../../lib/hooks/use-latest-search.js";
import type { ViewProps } from "../../lib/address/view-props.js";
import { indexTrace } from "./model/index-trace.js";
import { matchNodes } from "./model/match-nodes.js";
import { parseTracePairSearch, type TracePairSearch } from "./pair-search.js";
import { sessionQuery } from "./queries.js";
import { TraceSide } from "./trace-side.js";

/** Two traces beside each other; a span that is selected in one is selected in the other. */
export function TracePairPage(props: ViewProps<TracePairSearch>): ReactNode {
  const { new: newId = "", old: oldId = "" } = props.search;
  const api = useApi();
  const isPair = newId !== "" && oldId !== "";
  const current = useQuery({ ...sessionQuery(api, newId), enabled: isPair });
  const old = useQuery({ ...sessionQuery(api, oldId), enabled: isPair });
  if (!isPair) {
    return (
      <Message title="Choose a case of two runs" isPage>
        <p className="text-muted">Compare two runs and open a case that both have.</p>
        <Link to="/runs" className={buttonClass("accent")}>
          Choose runs
        </Link>
      </Message>
    );
  }
  return (
    <Page>
      <Loaded query={old} label="old session">
        {(oldRoot) => (
          <Loaded query={current} label="new session">
            {(newRoot) => (
              <TracePair
                key={`${oldId} ${newId}`}
                {...props}
                roots={{ old: oldRoot, new: newRoot }}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}

function TracePair(
  props: ViewProps<TracePairSearch> & {
    readonly roots: { readonly old: EventNode; readonly new: EventNode };
  },
): ReactNode {
  const { search, onSearchChange, roots } = props;
  const { newRun, oldRun } = search;
  const latest = useLatestSearch(parseTracePairSearch);
  const pair = useMemo(() => {
    const [old, current] = [indexTrace(roots.old), indexTrace(roots.new)];
    return { old, new: current, toNew: matchNodes(old, current), toOld: matchNodes(current, old) };
  }, [roots.old, roots.new]);
  const change = { search, onSearchChange };
  return (
    <>
      <PageHeader
        title="Compare traces"
        actions={
          newRun !== undefined &&
          oldRun !== undefined && (
            <Link
              to="/compare"
              search={{ new: newRun, old: oldRun, case: search.case }}
              className={buttonClass()}
            >
              All cases
            </Link>
          )
        }
      />
      <div className="grid min-h-0 flex-1 gap-3 max-lg:min-h-fit lg:grid-cols-2">
        <TraceSide
          {...change}
          title="Old"
          trace={pair.old}
          runId={oldRun}
          eventKey={search.oldEvent}
          latestKey={() => latest().oldEvent}
          onSelect={(oldEvent) => {
            const newEvent = pair.toNew.get(oldEvent)?.key ?? latest().newEvent;
            void onSearchChange({ oldEvent, newEvent });
          }}
        />
        <TraceSide
          {...change}
          title="New"
          trace={pair.new}
          runId={newRun}
          eventKey={search.newEvent}
          latestKey={() => latest().newEvent}
          onSelect={(newEvent) => {
            const oldEvent = pair.toOld.get(newEvent)?.key ?? latest().oldEvent;
            void onSearchChange({ newEvent, oldEvent });
          }}
        />
      </div>
    </>
  );
}
