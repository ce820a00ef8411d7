import { ChevronDown, ChevronRight } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";

import { formatPlural } from "../../lib/text/format-number.js";
import { jsonLines, type JsonLine } from "../../lib/files/json-lines.js";
import { Clamped } from "./clamped.js";

const lineStep = 300;

/** Pretty JSON that folds; deep, wide and long values start folded, so that any payload shows at once. */
export function JsonView({ value }: { readonly value: unknown }): ReactNode {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [maxLines, setMaxLines] = useState(lineStep);
  const lines = useMemo(
    () => jsonLines(value, toggled, { openDepth: 2, openCount: 100, maxLines: maxLines + 1 }),
    [value, toggled, maxLines],
  );
  const toggle = (id: string): void =>
    setToggled((previous) => {
      const next = new Set(previous);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <div className="overflow-x-auto font-mono text-xs leading-5">
      {lines.slice(0, maxLines).map((line) => (
        <Line key={line.id} line={line} onToggle={toggle} />
      ))}
      {lines.length > maxLines && (
        <button
          type="button"
          onClick={() => setMaxLines((count) => count + lineStep * 4)}
          className="mt-1 rounded border border-line-strong px-2 hover:bg-sunken"
        >
          Show more lines
        </button>
      )}
    </div>
  );
}

function Line(props: {
  readonly line: JsonLine;
  readonly onToggle: (id: string) => void;
}): ReactNode {
  const { line } = props;
  const key = line.key !== undefined && (
    <span className="whitespace-pre text-chain">{line.key}: </span>
  );
  const indent = { paddingLeft: `${Math.min(line.depth, 20) * 1 + 1}rem` };
  if (line.fold === undefined) {
    return (
      <div style={indent} className="break-words whitespace-pre-wrap">
        {key}
        {line.kind === "string" ? (
          <span className="text-good">
            <Clamped text={JSON.stringify(line.text)} limit={2_000} />
          </span>
        ) : (
          <span className={line.kind === "literal" ? "text-model" : "text-muted"}>{line.text}</span>
        )}
      </div>
    );
  }
  const Chevron = line.fold.isFolded ? ChevronRight : ChevronDown;
  return (
    <div style={indent} className="relative">
      <button
        type="button"
        aria-expanded={!line.fold.isFolded}
        onClick={() => props.onToggle(line.id)}
        className="-ml-4 inline-flex items-center rounded text-left align-top hover:bg-sunken"
      >
        <Chevron aria-hidden="true" className="mr-0.5 size-3.5 text-faint" />
        {key}
        <span className="text-muted">{line.text}</span>
        {line.fold.isFolded && (
          <span className="ml-2 text-faint">{formatPlural(line.fold.count, "item")}</span>
        )}
      </button>
    </div>
  );
}
