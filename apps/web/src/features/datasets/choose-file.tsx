import { datasetFileEndings } from "@honeyhive/contract";
import { useEffect, useEffectEvent, useId, useState, type ReactNode } from "react";

/** A file from a list of the system's, or dropped anywhere: beside the field, a browser would open it in place of the page. */
export function ChooseFile(props: {
  readonly isDisabled: boolean;
  readonly onChoose: (file: File) => void;
}): ReactNode {
  const { isDisabled, onChoose } = props;
  const helpId = useId();
  const [chosen, setChosen] = useState<string>();
  const [wasMany, setWasMany] = useState(false);
  const choose = (files: FileList | null | undefined): void => {
    const [file, ...others] = files ?? [];
    if (file === undefined || isDisabled) return;
    setWasMany(others.length > 0);
    if (others.length > 0) return;
    setChosen(file.name);
    onChoose(file);
  };
  const isDragged = useDroppedFiles(choose);
  return (
    <div className="flex flex-col gap-1">
      <label
        className={`flex flex-col gap-2 rounded-md border border-dashed p-3 ${
          isDragged ? "border-honey-solid bg-honey-soft" : "border-line-strong bg-canvas"
        }`}
      >
        <span className="font-medium">
          {chosen === undefined ? "Choose a file, or drop it here" : "Choose another file"}
        </span>
        <input
          autoFocus
          type="file"
          accept={datasetFileEndings.join(",")}
          aria-describedby={helpId}
          disabled={isDisabled}
          onChange={({ currentTarget }) => {
            choose(currentTarget.files);
            // A file that was corrected can be chosen again.
            currentTarget.value = "";
          }}
          // Its own words would say that no file is chosen.
          className="text-xs text-transparent file:mr-2 file:h-7 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-2.5 file:text-ink"
        />
      </label>
      <p id={helpId} className="text-xs text-muted">
        CSV or TSV, whose first line names the columns: <Code>id</Code>, <Code>ground_truth</Code>{" "}
        or <Code>ground_truth.…</Code>, every other column an input, and all cells text. Or JSON
        lines (.jsonl, .ndjson) or a JSON array of{" "}
        <Code>{'{"inputs": {…}, "groundTruth": …}'}</Code>.
      </p>
      {wasMany && (
        <p role="alert" className="text-bad">
          Expected one file, got several. Add one after the other.
        </p>
      )}
    </div>
  );
}

function Code({ children }: { readonly children: string }): ReactNode {
  return <code className="font-mono">{children}</code>;
}

/** True while a file is dragged over the page. */
function useDroppedFiles(onDrop: (files: FileList | undefined) => void): boolean {
  const [isDragged, setIsDragged] = useState(false);
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const onDrag = (event: DragEvent): void => {
      event.preventDefault();
      setIsDragged(true);
    };
    document.addEventListener("dragover", onDrag, { signal });
    document.addEventListener("dragleave", () => setIsDragged(false), { signal });
    const onDropped = (event: DragEvent): void => {
      event.preventDefault();
      setIsDragged(false);
      drop(event.dataTransfer?.files);
    };
    document.addEventListener("drop", onDropped, { signal });
    return () => listening.abort();
  }, []);
  return isDragged;
}
