import type { DatapointInput } from "./datapoint.js";

/** One trial of one row of the dataset. */
export interface EvaluationCase {
  readonly index: number;
  /** The row's own id, or one made of its content: what pairs it with the same case of other runs. */
  readonly id: string;
  /** What the wire calls the datapoint: the id on the server, or the one that the Python SDK computes. */
  readonly wireId: string;
  /** Of inputs and ground truth. */
  readonly contentHash: string;
  readonly inputs: DatapointInput["inputs"];
  readonly groundTruth: unknown;
  readonly metadata: DatapointInput["metadata"];
  readonly trial: number;
}
