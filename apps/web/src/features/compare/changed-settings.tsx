import { runChanges, type RunChange, type RunComparison } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { previewValue } from "../../lib/text/preview-value.js";

const maxShown = 6;

/** What else is different between the runs: the candidates for why the numbers are. */
export function ChangedSettings({ comparison }: { readonly comparison: RunComparison }): ReactNode {
  const changes = runChanges(comparison.new_run, comparison.old_run);
  if (changes.length === 0) return null;
  const [shown, rest] = [changes.slice(0, maxShown), changes.slice(maxShown)];
  return (
    <section
      aria-label="Changed settings"
      className="flex flex-wrap items-baseline gap-x-5 gap-y-1"
    >
      <h2 className="text-muted">Changed</h2>
      {shown.map((change) => (
        <Change key={change.name} {...change} />
      ))}
      {rest.length > 0 && (
        <details className="group/changes open:w-full">
          <summary className="rounded text-muted select-none">
            <span className="group-open/changes:hidden">{rest.length} more</span>
            <span className="hidden group-open/changes:inline">fewer</span>
          </summary>
          <div className="flex flex-wrap gap-x-5 gap-y-1">
            {rest.map((change) => (
              <Change key={change.name} {...change} />
            ))}
          </div>
        </details>
      )}
    </section>
  );
}

function Change({ name, old: before, new: after }: RunChange): ReactNode {
  return (
    <span className="flex max-w-full min-w-0 items-baseline gap-1.5">
      <span className="text-muted">{name}</span>
      <Setting value={before} className="text-muted" />
      <span className="text-faint">
        <span aria-hidden="true">→</span>
        <span className="sr-only">became</span>
      </span>
      <Setting value={after} className="font-medium" />
    </span>
  );
}

function Setting(props: { readonly value: unknown; readonly className: string }): ReactNode {
  const text = props.value === undefined ? "–" : previewValue(props.value);
  return (
    <span title={text} className={`max-w-60 truncate ${props.className}`}>
      {text === "" ? "empty" : text}
    </span>
  );
}
