import { questions } from "./questions.js";

export interface GroundTruth {
  readonly answer: string;
  readonly source: string;
}

export interface Row {
  readonly inputs: { readonly question: string };
  readonly groundTruth: GroundTruth;
}

export const dataset: readonly Row[] = questions.map(({ packageName, question, answer }) => ({
  inputs: { question },
  groundTruth: { answer, source: `${packageName}/README.md` },
}));

export const packageNames: readonly string[] = [
  ...new Set(questions.map(({ packageName }) => packageName)),
];
