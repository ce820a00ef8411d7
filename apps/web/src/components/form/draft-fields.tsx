import type { ReactNode } from "react";

import type { DatapointDraft } from "../../lib/form/datapoint-draft.js";
import { TextArea } from "./text-area.js";

/** The fields of a datapoint's content, as `readDraft` reads them. */
export function DraftFields({ draft }: { readonly draft: DatapointDraft }): ReactNode {
  return (
    <>
      <TextArea
        name="inputs"
        label="Inputs, a JSON object"
        defaultValue={draft.inputs}
        rows={6}
        isCode
      />
      <TextArea
        name="groundTruth"
        label="Ground truth, a JSON object"
        defaultValue={draft.groundTruth}
        rows={6}
        isCode
      />
      <TextArea
        name="metadata"
        label="Metadata, a JSON object"
        defaultValue={draft.metadata}
        rows={3}
        isCode
      />
    </>
  );
}
