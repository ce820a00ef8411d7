import { questions } from "./questions.js";

export interface GroundTruth {
  readonly answer: string;
  readonly source: string;
}

export interface Row {
  readonly inputs: { readonly question: string };
  readonly groundTruth: GroundTruth;
  /** What results can be sliced by. */
  readonly metadata: { readonly package: string; readonly asks: string };
}

export const dataset: readonly Row[] = questions.map(({ packageName, question, answer }) => ({
  inputs: { question },
  groundTruth: { answer, source: `${packageName}/README.md` },
  metadata: { package: packageName, asks: firstWord(question) },
}));

export const packageNames: readonly string[] = [
  ...new Set(questions.map(({ packageName }) => packageName)),
];

/** "what", "how", "which", … */
function firstWord(question: string): string {
  return (question.split(" ", 1)[0] ?? "").toLowerCase();
}
