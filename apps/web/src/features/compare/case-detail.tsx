import { durationOfCase, formatDuration, type DatapointResult } from "@honeyhive/contract";
import { Link } from "@tanstack/react-router";
import { Columns2 } from "lucide-react";
import { useMemo, type ReactNode } from "react";

import { buttonClass } from "../../components/button.js";
import { DetailPanel } from "../../components/detail-panel.js";
import { ReadingTexts } from "../../components/value/reading-texts.js";
import { Section } from "../../components/section.js";
import { DiffText } from "../../components/value/diff-text.js";
import { useCaseTexts } from "../../lib/cases/use-case-texts.js";
import { casesOf, textsOfRow, type CompareRow } from "./model/compare-rows.js";
import { diffWords, type DiffPart } from "../../lib/text/diff-words.js";
import { outputText } from "./model/output-text.js";
import type { RunPair } from "./queries.js";
import { ScoreDelta } from "./score-delta.js";

export function CaseDetail(props: {
  readonly row: CompareRow;
  readonly pair: RunPair;
  readonly isWhole: boolean;
  readonly labels: ReadonlyMap<string, string>;
  readonly onClose: () => void;
}): ReactNode {
  const { row, pair } = props;
  const { textsOf, error } = useCaseTexts(casesOf([row], pair), props.isWhole);
  const [before, after] = [textsOf(pair.old, row.old), textsOf(pair.new, row.new)];
  const parts = useMemo(() => diffWords(outputText(before), outputText(after)), [before, after]);
  const texts = textsOfRow(row, pair, textsOf);
  return (
    <DetailPanel
      label="case"
      title={titleOf(row)}
      actions={row.presence === "both" && <BothTraces row={row} pair={pair} />}
      onClose={props.onClose}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Side title="Old" runId={pair.old} result={row.old} parts={parts} shown="removed" />
        <Side title="New" runId={pair.new} result={row.new} parts={parts} shown="added" />
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-2">
        {[...row.scores].map(([key, score]) => (
          <div key={key}>
            <dt className="text-xs text-faint">{props.labels.get(key)}</dt>
            <dd>
              <ScoreDelta score={score} />
              {score.new?.explanation !== undefined && (
                <p className="max-w-80 text-xs text-muted">{score.new.explanation}</p>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <ReadingTexts isReading={texts === undefined && error === null} error={error} />
      {texts !== undefined && (
        <>
          <Section title="Ground truth" value={texts.ground_truth} />
          <Section title="Inputs" value={texts.inputs} />
        </>
      )}
    </DetailPanel>
  );
}

function titleOf({ datapointId, trial }: CompareRow): string {
  return `${datapointId ?? "no id"}${trial === undefined ? "" : ` · trial ${trial}`}`;
}

function BothTraces(props: {
  readonly row: CompareRow & { readonly presence: "both" };
  readonly pair: RunPair;
}): ReactNode {
  const { row, pair } = props;
  return (
    <Link
      to="/compare/traces"
      search={{
        new: row.new.session_id,
        old: row.old.session_id,
        newRun: pair.new,
        oldRun: pair.old,
        case: row.key,
      }}
      className={buttonClass()}
    >
      <Columns2 aria-hidden="true" className="size-4" />
      Both traces
    </Link>
  );
}

function Side(props: {
  readonly title: "Old" | "New";
  readonly runId: string;
  readonly result: DatapointResult | undefined;
  readonly parts: readonly DiffPart[];
  readonly shown: "removed" | "added";
}): ReactNode {
  const { result, shown } = props;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex items-center gap-2 text-xs">
        <h3 className="font-semibold text-muted">{props.title} output</h3>
        {result !== undefined && (
          <>
            <span className="text-faint">{formatDuration(durationOfCase(result))}</span>
            <Link
              to="/sessions/$sessionId"
              params={{ sessionId: result.session_id }}
              search={{ run: props.runId }}
              className="ml-auto text-honey underline underline-offset-2"
            >
              {props.title} trace →
            </Link>
          </>
        )}
      </div>
      <div className="rounded-md border border-line bg-canvas px-3 py-2 break-words whitespace-pre-wrap">
        {result === undefined ? (
          <span className="text-faint">not in this run</span>
        ) : (
          <DiffText parts={props.parts} shown={shown} />
        )}
        {result !== undefined && result.error !== null && (
          <p className="mt-2 text-bad">{result.error}</p>
        )}
      </div>
    </div>
  );
}
