import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Button, buttonClass } from "../../components/button.js";
import { ImportProgress } from "./import-progress.js";
import type { ImportResult } from "./import-writer.js";
import type { Import } from "./use-import.js";

/** Why rows were not written, and the way on. */
export function ImportSummary(props: {
  readonly result: ImportResult;
  readonly rowCount: number;
  readonly writing: Import;
  /** The dataset was made for the rows. */
  readonly isNew: boolean;
  readonly onAgain: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { writing, isNew, onClose } = props;
  const { failed, left, reasons } = props.result;
  if (writing.isPending) {
    return <ImportProgress done={writing.done} total={props.rowCount} onStop={writing.stop} />;
  }
  const problems = [...reasons, ...(writing.error === null ? [] : [writing.error.message])];
  const hasMore = failed + left > 0;
  return (
    <>
      {problems.length > 0 && (
        <div role="alert" className="text-bad wrap-anywhere">
          {problems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </div>
      )}
      {hasMore && (
        <p className="text-muted">What was written stays. Going on writes each row once.</p>
      )}
      <div className="flex flex-wrap gap-2">
        {hasMore && (
          <Button look="accent" autoFocus onClick={props.onAgain}>
            Go on
          </Button>
        )}
        {isNew && writing.datasetId !== undefined && (
          <Link
            to="/datasets/$datasetId"
            params={{ datasetId: writing.datasetId }}
            onClick={onClose}
            className={buttonClass(hasMore ? "plain" : "accent")}
            ref={hasMore ? undefined : focus}
          >
            Open the dataset
          </Link>
        )}
        <Button autoFocus={!hasMore && !isNew} onClick={onClose}>
          Close
        </Button>
      </div>
    </>
  );
}

/** As `autoFocus` does for buttons, and not for links. */
function focus(link: HTMLAnchorElement | null): void {
  link?.focus();
}
