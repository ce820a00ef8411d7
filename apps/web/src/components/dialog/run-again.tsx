import type { ExperimentRun } from "@honeyhive/contract";
import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";

import { formatPlural } from "../../lib/text/format-number.js";
import { rerunCommand, rerunProgram } from "../../lib/runs/rerun-command.js";
import { Button } from "../button.js";
import { CodeBlock } from "../value/code-block.js";
import { DialogButton } from "./dialog-button.js";

/** More cases than this make a command that nobody wants to read. */
const mostCases = 50;

interface RunAgainProps {
  readonly run: ExperimentRun;
  /** Undefined for all of them. */
  readonly caseIds?: readonly string[] | undefined;
}

/** A button with the commands that run the evaluation again, or some of its cases. */
export function RunAgain(props: RunAgainProps): ReactNode {
  return (
    <DialogButton text="Run again" icon={RotateCw}>
      {(onClose) => <Commands {...props} onClose={onClose} />}
    </DialogButton>
  );
}

function Commands(props: RunAgainProps & { readonly onClose: () => void }): ReactNode {
  const wanted = [...new Set(props.caseIds)];
  const ids = wanted.length > mostCases ? [] : wanted;
  const program = rerunProgram(ids);
  return (
    <div className="flex flex-col items-start gap-3">
      <h2 className="text-base font-semibold">
        Run {ids.length === 0 ? "all cases" : formatPlural(ids.length, "case")} again
      </h2>
      {wanted.length > mostCases && (
        <p className="text-muted">
          {formatPlural(wanted.length, "case")} are too many to name: filter the list to at most{" "}
          {mostCases}.
        </p>
      )}
      <p className="text-muted">
        In the folder of the evaluation, which is found by its name; compared with this run:
      </p>
      <CodeBlock label="Copy the command" text={rerunCommand(props.run, ids)} />
      {program !== undefined && (
        <>
          <p className="text-muted">
            Or with a program of yours that calls <code className="font-mono">evaluate()</code>:
          </p>
          <CodeBlock label="Copy the command of a program" text={program} />
        </>
      )}
      <Button onClick={props.onClose}>Close</Button>
    </div>
  );
}
