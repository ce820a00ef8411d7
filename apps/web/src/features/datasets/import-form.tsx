import type { ReactNode } from "react";

import { FormButtons } from "../../components/form/form-buttons.js";
import { TextField } from "../../components/form/text-field.js";
import { formatPlural } from "../../lib/text/format-number.js";
import { readForm } from "../../lib/form/read-form.js";
import { ImportPreview } from "./import-preview.js";
import { ImportProgress } from "./import-progress.js";
import type { ReadImport } from "./model/read-import.js";
import type { ImportPlan } from "./plan-import.js";
import type { Import } from "./use-import.js";

/** The rows of a file, before and while they are written. */
export function ImportForm(props: {
  readonly read: ReadImport;
  readonly plan: ImportPlan;
  /** The dataset is made for the rows. */
  readonly isNew: boolean;
  readonly writing: Import;
  readonly onSubmit: (name: string) => void;
  readonly onCancel: () => void;
}): ReactNode {
  const { read, plan, isNew, writing } = props;
  return (
    <form
      className="flex min-w-0 flex-col gap-3"
      onSubmit={(submit) => {
        submit.preventDefault();
        props.onSubmit(readForm(new FormData(submit.currentTarget), "name").trim());
      }}
    >
      <ImportPreview rows={read.rows} />
      {isNew && (
        <TextField
          name="name"
          label="Name of the dataset"
          isRequired
          defaultValue={read.fileName.replace(/\.[^.]+$/, "")}
        />
      )}
      {writing.isPending ? (
        <ImportProgress done={writing.done} total={read.rows.length} onStop={writing.stop} />
      ) : (
        <FormButtons
          submit={submitText(plan, isNew)}
          error={writing.error}
          isPending={plan.added + plan.changed === 0}
          onCancel={props.onCancel}
        >
          <span className="self-center text-xs text-muted">No row has been written yet.</span>
        </FormButtons>
      )}
    </form>
  );
}

function submitText({ added, changed }: ImportPlan, isNew: boolean): string {
  if (isNew) return `Create with ${formatPlural(added, "row")}`;
  if (added === 0 && changed > 0) return `Change ${formatPlural(changed, "row")}`;
  return `Add ${formatPlural(added, "row")}${changed > 0 ? `, change ${formatPlural(changed, "row")}` : ""}`;
}
