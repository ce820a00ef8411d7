import type { Event } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { scoreText } from "../../components/score-value.js";
import { ValueView } from "../../components/value-view.js";
import { scoreLines, type ScoreLine } from "./model/score-lines.js";

export function EventMetrics(props: { readonly events: readonly Event[] }): ReactNode {
  const lines = props.events.flatMap(scoreLines);
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
        <span className="font-medium">{scoreText(line.value)}</span>
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

function isScore(value: unknown): value is number | boolean | string {
  return ["number", "boolean", "string"].includes(typeof value);
}
