import { eventTokens, type EventNode, type ExperimentRun } from "@honeyhive/contract";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { OutcomeBadge } from "../../components/badge.js";
import { PageHeader } from "../../components/shell/page-header.js";
import { RunAgain } from "../../components/dialog/run-again.js";
import { Time } from "../../components/value/time.js";
import { TrialMarks } from "../../components/value/trial-marks.js";
import { formatCost, formatPlural, formatTokens } from "../../lib/text/format-number.js";
import { FailedSpansButton } from "./failed-spans-button.js";
import type { Trace, TraceNode } from "./model/index-trace.js";
import type { CasePlace } from "./model/neighbours.js";
import { describeSessionDuration } from "./model/session-duration.js";
import { QueueSteps } from "./queue-steps.js";
import type { TraceSearch } from "./search.js";
import { StepLinks, type Step } from "./step-links.js";

interface TraceHeaderProps {
  readonly root: EventNode;
  readonly trace: Trace;
  readonly run: ExperimentRun | undefined;
  readonly place: CasePlace | undefined;
  readonly cases: string | undefined;
  readonly queueId: string | undefined;
  readonly selected: TraceNode | undefined;
  readonly onSelect: (node: TraceNode) => void;
}

export function TraceHeader(props: TraceHeaderProps): ReactNode {
  const { root, trace, run, place } = props;
  const { total, cost } = eventTokens(root);
  const facts = [
    describeSessionDuration(root, trace),
    formatPlural(trace.nodes.length - 1, "span"),
    ...(total === undefined ? [] : [`${formatTokens(total)} tokens`]),
    ...(cost === undefined ? [] : [formatCost(cost)]),
  ];
  return (
    <PageHeader
      title={titleOf(root)}
      actions={
        <>
          {run !== undefined && place !== undefined && (
            <RunAgain run={run} caseIds={caseIdOf(place)} />
          )}
          <Steps {...props} />
        </>
      }
    >
      {run !== undefined && place !== undefined && (
        <CaseIdentity search={{ run: run.run_id, cases: props.cases }} place={place} />
      )}
      <FailedSpansButton trace={trace} selected={props.selected} onSelect={props.onSelect} />
      <span className="text-muted">
        {facts.join(" · ")} · <Time at={root.start_time} />
        {run !== undefined && (
          <>
            {" · run "}
            <Link
              to="/runs/$runId"
              params={{ runId: run.run_id }}
              className="text-honey underline underline-offset-2"
            >
              {run.name}
            </Link>
          </>
        )}
      </span>
    </PageHeader>
  );
}

/** A session that came about because spans named it is called by the first of them. */
function titleOf({ event_name, session_id, metadata, children: [first] }: EventNode): string {
  const name = metadata["auto_created"] === true ? (first?.event_name ?? event_name) : event_name;
  return name === "" ? session_id : name;
}

/** Through the queue that the page was opened from, or else through the cases of the run. */
function Steps(props: TraceHeaderProps): ReactNode {
  const { run, place, queueId, selected } = props;
  if (queueId !== undefined) {
    return <QueueSteps queueId={queueId} eventId={selected?.event.event_id ?? ""} />;
  }
  if (run === undefined || place === undefined) return null;
  return <CaseSteps search={{ run: run.run_id, cases: props.cases }} place={place} />;
}

function caseIdOf({ row }: CasePlace): readonly string[] | undefined {
  const id = row.result.datapoint_id;
  return id === null ? undefined : [id];
}

function CaseIdentity(props: {
  readonly search: StepSearch;
  readonly place: CasePlace;
}): ReactNode {
  const { result, outcome, trial, trials } = props.place.row;
  return (
    <>
      <OutcomeBadge outcome={outcome} />
      <span className="inline-flex items-center gap-3">
        <span className="font-mono text-xs" title="Case">
          {result.datapoint_id}
        </span>
        <TrialMarks trial={trial} trials={trials} search={props.search} />
      </span>
    </>
  );
}

type StepSearch = Pick<TraceSearch, "run" | "cases">;

function CaseSteps(props: { readonly search: StepSearch; readonly place: CasePlace }): ReactNode {
  const { search, place } = props;
  const to = (sessionId: string | undefined): Step | undefined =>
    sessionId === undefined ? undefined : { sessionId, search };
  return (
    <StepLinks label="Cases" noun="case" previous={to(place.previous)} next={to(place.next)}>
      {place.row.trial === undefined ? "case" : "trial"} {place.position} of {place.total}
      {place.isFiltered && " shown"}
    </StepLinks>
  );
}
