import { processState } from "../../../core/process-state.js";
import type { RunsToReport } from "../runs-to-report.js";
import { fitAnnotations } from "./fit-annotations.js";
import { listAnnotations } from "./list-annotations.js";
import { renderCommand } from "./render-command.js";

/** A line each: GitHub reads those that begin with the command. Empty where nothing went wrong. */
export function renderAnnotations(reported: RunsToReport, workspace: string | undefined): string {
  const { shownAnnotations } = processState;
  const annotations = fitAnnotations(listAnnotations(reported), shownAnnotations);
  for (const { kind } of annotations) shownAnnotations[kind]++;
  const lines = annotations.map((annotation) => `${renderCommand(annotation, workspace)}\n`);
  // What was printed before may not have ended its line.
  return lines.length === 0 ? "" : `\n${lines.join("")}`;
}
