import type { Event } from "@honeyhive/contract";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { scoreText } from "../../components/value/score-value.js";
import { ValueView } from "../../components/value/value-view.js";
import { useApi } from "../../lib/api/api-context.js";
import { scoreLines, type ScoreLine } from "./model/score-lines.js";
import { thresholdsQuery } from "./queries.js";

export function EventMetrics(props: { readonly events: readonly Event[] }): ReactNode {
  const { data: thresholds } = useQuery(thresholdsQuery(useApi()));
  const lines = props.events.flatMap((event) => scoreLines(event, thresholds));
  if (lines.length === 0) return null;
  return (
    <div role="group" aria-label="Metrics">
      <h3 className="mb-1 text-xs font-semibold text-muted">Metrics</h3>
      <dl className="grid grid-cols-[minmax(0,max-content)_minmax(60%,1fr)] gap-x-4 gap-y-1 rounded-md border border-line bg-canvas px-3 py-2">
        {lines.map((line) => (
          <div key={`${line.state} ${line.name}`} className="contents">
            <dt className="wrap-anywhere text-muted">{line.name}</dt>
            <dd className="min-w-0 break-words">
              <Score line={line} />
              {line.explanation !== undefined && (
                <span className="ml-2 text-muted">{line.explanation}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Score({ line }: { readonly line: ScoreLine }): ReactNode {
  switch (line.state) {
    case "scored":
      return isScore(line.value) ? (
        <PassingScore passed={line.passed} text={scoreText(line.value)} />
      ) : (
        <ValueView value={line.value} />
      );
    case "error":
      return <span className="font-medium text-bad">error</span>;
    case "not-scorable":
      return <span className="font-medium text-warn">not scorable</span>;
    default:
      line satisfies never;
      return null;
  }
}

function PassingScore(props: {
  readonly passed: boolean | undefined;
  readonly text: string;
}): ReactNode {
  const { passed, text } = props;
  if (passed === undefined) return <span className="font-medium">{text}</span>;
  return (
    <>
      <span className={`font-medium ${passed ? "text-good" : "text-bad"}`}>{text}</span>
      <span className="ml-2 text-muted">{passed ? "passed" : "failed"}</span>
    </>
  );
}

function isScore(value: unknown): value is number | boolean | string {
  return ["number", "boolean", "string"].includes(typeof value);
}
