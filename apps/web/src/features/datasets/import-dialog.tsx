import { useMutation } from "@tanstack/react-query";
import { useMemo, useState, type ReactNode } from "react";

import { formatCount } from "../../lib/text/format-number.js";
import { ChooseFile } from "./choose-file.js";
import { ImportForm } from "./import-form.js";
import { ImportSummary } from "./import-summary.js";
import type { ImportResult } from "./import-writer.js";
import { readImport, type ReadImport } from "./model/read-import.js";
import { describePlan, describeResult, planImport, type ImportPlan } from "./plan-import.js";
import type { DatasetContent } from "./queries.js";
import { useImport } from "./use-import.js";

/** From the choice of a file over a look at its rows to what became of them. */
export function ImportDialog(props: {
  readonly title: string;
  /** What the rows go to. Undefined: a new dataset. */
  readonly content?: DatasetContent;
  readonly onClose: () => void;
}): ReactNode {
  const { content, onClose } = props;
  const { choose, isReading, read, ready, readAt } = useRead(content);
  const writing = useImport(content?.dataset);
  const [result, setResult] = useState<ImportResult>();
  const write = (name: string): void => {
    if (ready !== undefined) writing.start({ name, read: ready.read, onEnd: setResult });
  };
  const common = { isNew: content === undefined, writing };
  return (
    <div
      className="flex flex-col gap-3"
      onKeyDown={(event) => {
        // Who presses Escape too often still sees what becomes of the rows.
        if (event.key === "Escape" && writing.isPending) event.preventDefault();
      }}
    >
      <h2 className="text-base font-semibold wrap-anywhere">{props.title}</h2>
      {result === undefined && <ChooseFile isDisabled={writing.isPending} onChoose={choose} />}
      <p role="status" className="wrap-anywhere">
        {isReading && "Reading the file…"}
        {result === undefined && ready !== undefined && describePlan(ready)}
        {result !== undefined && !writing.isPending && describeResult(result)}
      </p>
      <Problems read={read} />
      {result === undefined && ready !== undefined && (
        <ImportForm key={readAt} {...common} {...ready} onSubmit={write} onCancel={onClose} />
      )}
      {result !== undefined && (
        <ImportSummary
          {...common}
          result={result}
          rowCount={ready?.read.rows.length ?? 0}
          onAgain={() => write(writing.name)}
          onClose={onClose}
        />
      )}
    </div>
  );
}

interface Read {
  readonly choose: (file: File) => void;
  readonly isReading: boolean;
  readonly read: ReadImport | undefined;
  /** Undefined where there is nothing to write. */
  readonly ready: { readonly read: ReadImport; readonly plan: ImportPlan } | undefined;
  readonly readAt: number;
}

/** The file that was chosen last, and what would be done with its rows. */
function useRead(content: DatasetContent | undefined): Read {
  const reading = useMutation({ mutationFn: (file: File) => readImport(file) });
  const { data: read, isPending: isReading, submittedAt: readAt, mutate: choose } = reading;
  const ready = useMemo(
    () =>
      read === undefined || read.rows.length === 0
        ? undefined
        : { read, plan: planImport(read, content) },
    [read, content],
  );
  return { choose, isReading, read, ready, readAt };
}

/** What is wrong with the file. */
function Problems({ read }: { readonly read: ReadImport | undefined }): ReactNode {
  if (read === undefined || read.problemCount === 0) return null;
  const more = read.problemCount - read.problems.length;
  return (
    <div role="alert" className="flex flex-col gap-1 text-bad wrap-anywhere">
      {read.problems.map((problem) => (
        <p key={problem}>{problem}</p>
      ))}
      {more > 0 && <p>And {formatCount(more)} more.</p>}
      <p className="text-muted">Nothing was written. Correct the file and choose it again.</p>
    </div>
  );
}
