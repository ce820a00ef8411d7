import { durationOfCase, formatDuration } from "@honeyhive/contract";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Badge, OutcomeBadge } from "../../components/badge.js";
import { DetailPanel } from "../../components/detail-panel.js";
import { ReadingTexts } from "../../components/value/reading-texts.js";
import { Section } from "../../components/section.js";
import { DiffText } from "../../components/value/diff-text.js";
import type { CaseTexts } from "../../lib/cases/case-texts.js";
import { useCaseTexts } from "../../lib/cases/use-case-texts.js";
import { ManyScoreView } from "./many-score.js";
import { diffWords } from "../../lib/text/diff-words.js";
import type { ManyCell, ManyRow } from "./model/many-rows.js";
import { outputText } from "./model/output-text.js";
import type { ComparedRun } from "./model/summarise-runs.js";
import { runName } from "./run-column-header.js";

/** One case in all runs: what came out of each, what is new in it since the baseline, and its scores. */
export function ManyCase(props: {
  readonly row: ManyRow;
  readonly runs: readonly ComparedRun[];
  readonly metrics: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
  readonly isWhole: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const { row, runs } = props;
  const [base] = row.cells;
  const cases = runs.flatMap(({ runId }, place) => {
    const result = row.cells[place]?.result;
    return result === undefined ? [] : [{ runId, result }];
  });
  const { textsOf, error } = useCaseTexts(cases, props.isWhole);
  const [named] = cases;
  const about = named && textsOf(named.runId, named.result);
  const textsAt = (place: number): CaseTexts | undefined =>
    textsOf(runs[place]?.runId ?? "", row.cells[place]?.result);
  return (
    <DetailPanel
      label="case"
      title={`${row.datapointId ?? "no id"}${row.trial === undefined ? "" : ` · trial ${row.trial}`}`}
      onClose={props.onClose}
    >
      <ReadingTexts isReading={false} error={error} />
      {about !== undefined && (
        <>
          <Section title="Inputs" value={about.inputs} />
          <Section title="Ground truth" value={about.ground_truth} />
        </>
      )}
      {runs.map((run, place) => (
        <RunOutput
          key={run.runId}
          {...props}
          run={run}
          cell={row.cells[place]}
          texts={textsAt(place)}
          before={place === 0 || base === undefined ? undefined : textsAt(0)}
          title={place === 0 ? `${runName(run)} (baseline)` : runName(run)}
        />
      ))}
      {cases.length === 0 && <p className="text-muted">In none of the runs.</p>}
    </DetailPanel>
  );
}

function RunOutput(props: {
  readonly run: ComparedRun;
  readonly title: string;
  readonly cell: ManyCell | undefined;
  /** Undefined until they are there. */
  readonly texts: CaseTexts | undefined;
  /** What its output is compared with. */
  readonly before: CaseTexts | undefined;
  readonly metrics: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
}): ReactNode {
  const { cell } = props;
  return (
    <section aria-label={`Output of ${props.title}`} className="flex min-w-0 flex-col gap-1">
      <div className="flex items-center gap-2 text-xs">
        <h3 className="min-w-0 truncate font-semibold text-muted">{props.title}</h3>
        {cell !== undefined && (
          <>
            <OutcomeBadge outcome={cell.outcome} />
            {cell.isEdited && <Badge tone="warn">edited</Badge>}
            <span className="text-faint">{formatDuration(durationOfCase(cell.result))}</span>
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
            <Output texts={props.texts} before={props.before} />
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
  readonly texts: CaseTexts | undefined;
  readonly before: CaseTexts | undefined;
}): ReactNode {
  if (props.texts === undefined) return <span className="text-faint">…</span>;
  const own = outputText(props.texts);
  if (own === "") return <span className="text-faint">no output</span>;
  const before = outputText(props.before);
  if (before === "") return own;
  return <DiffText parts={diffWords(before, own)} shown="added" />;
}
