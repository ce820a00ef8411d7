import type { ExperimentRun } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { CopyButton } from "../../components/value/copy-button.js";
import { Section } from "../../components/section.js";
import { runSettings, type RunFact } from "./model/run-settings.js";

/** What the run was made with: the most telling settings in a line, all of them when it is opened. */
export function RunSettingsPanel({ run }: { readonly run: ExperimentRun }): ReactNode {
  const { preview, groups } = runSettings(run);
  if (groups.length === 0) return null;
  return (
    <details className="group/settings">
      <summary className="flex items-baseline gap-x-4 overflow-hidden rounded whitespace-nowrap select-none">
        <span className="flex items-baseline gap-1 text-muted">
          <span
            aria-hidden="true"
            className="text-faint transition-transform group-open/settings:rotate-90"
          >
            ▸
          </span>
          Settings
        </span>
        <span className="flex min-w-0 gap-x-4 group-open/settings:hidden">
          {preview.map((fact) => (
            <Fact key={fact.name ?? fact.value} {...fact} />
          ))}
        </span>
      </summary>
      <div className="mt-2 grid max-h-[45vh] grid-cols-[repeat(auto-fit,minmax(min(18rem,100%),1fr))] gap-3 overflow-auto rounded-md border border-line bg-surface p-3">
        <p className="col-span-full flex items-center gap-1 text-muted">
          Run <span className="font-mono text-xs">{run.run_id}</span>
          <CopyButton label="Copy run id" text={() => run.run_id} />
        </p>
        {groups.map(({ title, values }) => (
          <Section key={title} title={title} value={values} />
        ))}
      </div>
    </details>
  );
}

function Fact({ name, value }: RunFact): ReactNode {
  return (
    <span className="max-w-80 truncate" title={name === undefined ? value : `${name}: ${value}`}>
      {name !== undefined && <span className="mr-1.5 text-muted">{name}</span>}
      {value}
    </span>
  );
}
