import { formatDuration, type DatapointResult } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Badge, OutcomeBadge } from "../../components/badge.js";
import { DetailPanel } from "../../components/detail-panel.js";
import { Section } from "../../components/section.js";
import { useApi } from "../../lib/api-context.js";
import { DiffText } from "../../components/diff-text.js";
import { ManyScoreView } from "./many-score.js";
import { diffWords } from "../../lib/diff-words.js";
import type { ManyCell, ManyRow } from "./model/many-rows.js";
import { outputText } from "./model/output-text.js";
import type { ComparedRun } from "./model/summarise-runs.js";
import { caseOutputsQuery } from "./queries.js";
import { runName } from "./run-column-header.js";

/** One case in all runs: what came out of each, what is new in it since the baseline, and its scores. */
export function ManyCase(props: {
  readonly row: ManyRow;
  readonly runs: readonly ComparedRun[];
  readonly metrics: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
  readonly onClose: () => void;
}): ReactNode {
  const { row, runs } = props;
  const [base] = row.cells;
  const some = row.cells.find((cell) => cell !== undefined);
  return (
    <DetailPanel
      label="case"
      title={`${row.datapointId ?? "no id"}${row.trial === undefined ? "" : ` · trial ${row.trial}`}`}
      onClose={props.onClose}
    >
      {base !== undefined && <Section title="Inputs" value={base.result.inputs} />}
      {base !== undefined && <Section title="Ground truth" value={base.result.ground_truth} />}
      {runs.map((run, place) => (
        <RunOutput
          key={run.runId}
          {...props}
          run={run}
          cell={row.cells[place]}
          base={place === 0 ? undefined : base}
          title={place === 0 ? `${runName(run)} (baseline)` : runName(run)}
        />
      ))}
      {some === undefined && <p className="text-muted">In none of the runs.</p>}
    </DetailPanel>
  );
}

function RunOutput(props: {
  readonly run: ComparedRun;
  readonly title: string;
  readonly cell: ManyCell | undefined;
  /** What its output is compared with. */
  readonly base: ManyCell | undefined;
  readonly metrics: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
}): ReactNode {
  const { cell, base } = props;
  return (
    <section aria-label={`Output of ${props.title}`} className="flex min-w-0 flex-col gap-1">
      <div className="flex items-center gap-2 text-xs">
        <h3 className="min-w-0 truncate font-semibold text-muted">{props.title}</h3>
        {cell !== undefined && (
          <>
            <OutcomeBadge outcome={cell.outcome} />
            {cell.isEdited && <Badge tone="warn">edited</Badge>}
            <span className="text-faint">{formatDuration(cell.result.duration)}</span>
            <Link
              to="/sessions/$sessionId"
              params={{ sessionId: cell.result.session_id }}
              search={{ run: props.run.runId }}
              className="ml-auto shrink-0 text-honey underline underline-offset-2"
            >
              Trace →
            </Link>
          </>
        )}
      </div>
      {cell === undefined ? (
        <p className="text-faint">not in this run</p>
      ) : (
        <>
          <div className="rounded-md border border-line bg-canvas px-3 py-2 break-words whitespace-pre-wrap">
            <Output result={cell.result} base={base?.result} />
            {cell.result.error !== null && <p className="mt-2 text-bad">{cell.result.error}</p>}
          </div>
          <dl className="flex flex-wrap gap-x-5 gap-y-1">
            {props.metrics.map((key) => (
              <div key={key} className="flex items-baseline gap-1.5">
                <dt className="text-xs text-faint">{props.labels.get(key)}</dt>
                <dd>
                  <ManyScoreView score={cell.scoreOf(key)} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}

function Output(props: {
  readonly result: DatapointResult;
  readonly base: DatapointResult | undefined;
}): ReactNode {
  const own = useOutputText(props.result);
  const before = useOutputText(props.base);
  if (own === undefined) return <span className="text-faint">…</span>;
  if (own === "") return <span className="text-faint">no output</span>;
  if (before === undefined || before === "") return own;
  return <DiffText parts={diffWords(before, own)} shown="added" />;
}

/** Only the open case's outputs are asked for. Undefined until they are there, or where they cannot be had. */
function useOutputText(result: DatapointResult | undefined): string | undefined {
  const outputs = useQuery({
    ...caseOutputsQuery(useApi(), {
      sessionId: result?.session_id ?? "",
      datapointId: result?.datapoint_id ?? null,
    }),
    enabled: result !== undefined,
  });
  if (outputs.error !== null) return `Could not be read: ${outputs.error.message}`;
  return outputs.data === undefined ? undefined : outputText({ outputs: outputs.data });
}
