import type { Dataset } from "@honeyhive/contract";
import { Play, Plus } from "lucide-react";
import type { ReactNode } from "react";

import { Button } from "../../components/button.js";
import { CodeBlock } from "../../components/value/code-block.js";
import { DialogButton } from "../../components/dialog/dialog-button.js";
import { DeleteDataset } from "./delete-dataset.js";
import { DatapointForm } from "./datapoint-form.js";
import { ImportButton } from "./import-button.js";
import type { DatasetContent } from "./queries.js";

/** What can be done with a dataset: evaluate over it, add to it, and delete it. */
export function DatasetActions({ content }: { readonly content: DatasetContent }): ReactNode {
  const { dataset } = content;
  return (
    <>
      <DeleteDataset dataset={dataset} />
      <DialogButton text="Evaluate" icon={Play} label="Evaluate over this dataset">
        {(onClose) => <Evaluate dataset={dataset} onClose={onClose} />}
      </DialogButton>
      <ImportButton
        text="Add a file"
        title={`Add the rows of a file to ${dataset.name}`}
        content={content}
      />
      <DialogButton text="New datapoint" icon={Plus}>
        {(onClose) => (
          <DatapointForm title="New datapoint" datasetId={dataset.id} onClose={onClose} />
        )}
      </DialogButton>
    </>
  );
}

function Evaluate(props: { readonly dataset: Dataset; readonly onClose: () => void }): ReactNode {
  const { dataset, onClose } = props;
  return (
    <div className="flex flex-col items-start gap-3">
      <h2 className="text-base font-semibold">Evaluate over {dataset.name}</h2>
      <p className="text-muted">
        Save this as <code className="font-mono">dataset.eval.ts</code>, with a function of yours:
      </p>
      <CodeBlock label="Copy the evaluation" text={evaluationOver(dataset)} />
      <p className="text-muted">Run it. It appears under Runs while it is going.</p>
      <CodeBlock label="Copy the command" text="npx honeyhive eval dataset.eval.ts" />
      <Button onClick={onClose}>Close</Button>
    </div>
  );
}

function evaluationOver({ id, name }: Dataset): string {
  return `import { defineEvaluation, exactMatch } from "honeyhive";

export default defineEvaluation({
  name: ${JSON.stringify(name)},
  datasetId: ${JSON.stringify(id)},
  function: ({ inputs }) => answer(inputs),
  evaluators: [exactMatch()],
});
`;
}
