import type { ReactNode } from "react";

import type { DatapointDraft } from "../lib/datapoint-draft.js";

/** The fields of a datapoint's content, as `readDraft` reads them. */
export function DraftFields({ draft }: { readonly draft: DatapointDraft }): ReactNode {
  return (
    <>
      <JsonField name="inputs" label="Inputs" value={draft.inputs} />
      <JsonField name="groundTruth" label="Ground truth" value={draft.groundTruth} />
    </>
  );
}

function JsonField(props: {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}): ReactNode {
  return (
    <label className="flex flex-col gap-1">
      <span className="text-xs text-muted">{props.label}, a JSON object</span>
      <textarea
        name={props.name}
        defaultValue={props.value}
        rows={6}
        spellCheck={false}
        className="rounded-md border border-line-strong bg-canvas p-2 font-mono text-xs"
      />
    </label>
  );
}
