import {
  eventTokens,
  formatDuration,
  type EventNode,
  type ExperimentRun,
} from "@honeyhive/contract";
import { Link, useNavigate } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

import { OutcomeBadge } from "../../components/badge.js";
import { buttonClass } from "../../components/button.js";
import { PageHeader } from "../../components/page-header.js";
import { RunAgain } from "../../components/run-again.js";
import { Time } from "../../components/time.js";
import { TrialMarks } from "../../components/trial-marks.js";
import { formatCost, formatPlural, formatTokens } from "../../lib/format-number.js";
import { useHotkeys } from "../../lib/use-hotkeys.js";
import { FailedSpansButton } from "./failed-spans-button.js";
import type { Trace, TraceNode } from "./model/index-trace.js";
import type { CasePlace } from "./model/neighbours.js";
import type { TraceSearch } from "./search.js";

export function TraceHeader(props: {
  readonly root: EventNode;
  readonly trace: Trace;
  readonly run: ExperimentRun | undefined;
  readonly place: CasePlace | undefined;
  readonly cases: string | undefined;
  readonly selected: TraceNode | undefined;
  readonly onSelect: (node: TraceNode) => void;
}): ReactNode {
  const { root, trace, run, place } = props;
  const { total, cost } = eventTokens(root);
  const facts = [
    formatDuration(trace.endMs - trace.startMs),
    formatPlural(trace.nodes.length - 1, "span"),
    ...(total === undefined ? [] : [`${formatTokens(total)} tokens`]),
    ...(cost === undefined ? [] : [formatCost(cost)]),
  ];
  return (
    <PageHeader
      title={root.event_name === "" ? root.session_id : root.event_name}
      actions={
        run &&
        place && (
          <>
            <RunAgain run={run} caseIds={caseIdOf(place)} />
            <CaseSteps search={{ run: run.run_id, cases: props.cases }} place={place} />
          </>
        )
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
  const navigate = useNavigate();
  const go = (sessionId: string | undefined): void => {
    if (sessionId === undefined) return;
    void navigate({ to: "/sessions/$sessionId", params: { sessionId }, search });
  };
  useHotkeys({ "[": () => go(place.previous), "]": () => go(place.next) });
  return (
    <nav aria-label="Cases" className="flex items-center gap-1">
      <CaseStep label="Previous case ([)" search={search} sessionId={place.previous}>
        <ChevronLeft aria-hidden="true" className="size-4" />
      </CaseStep>
      <span className="text-muted">
        {place.row.trial === undefined ? "case" : "trial"} {place.position} of {place.total}
        {place.isFiltered && " shown"}
      </span>
      <CaseStep label="Next case (])" search={search} sessionId={place.next}>
        <ChevronRight aria-hidden="true" className="size-4" />
      </CaseStep>
    </nav>
  );
}

function CaseStep(props: {
  readonly label: string;
  readonly search: StepSearch;
  readonly sessionId: string | undefined;
  readonly children: ReactNode;
}): ReactNode {
  const { sessionId } = props;
  if (sessionId === undefined) {
    return (
      <span aria-hidden="true" className={`${buttonClass()} opacity-40`}>
        {props.children}
      </span>
    );
  }
  return (
    <Link
      to="/sessions/$sessionId"
      params={{ sessionId }}
      search={props.search}
      aria-label={props.label}
      title={props.label}
      className={buttonClass()}
    >
      {props.children}
    </Link>
  );
}
