import { embeddingModels, type EmbeddingModel } from "./models.js";
import { readObject, readText, wrongType } from "./read-fields.js";
import { RequestProblem } from "./request-problem.js";

export interface EmbeddingRequest {
  readonly modelName: string;
  readonly model: EmbeddingModel;
  readonly texts: readonly string[];
  readonly dimensions: number;
  readonly encoding: "float" | "base64";
}

const mostTexts = 2_048;

/** Reads the body of `POST /v1/embeddings`; throws a `RequestProblem` when it is wrong. */
export function parseEmbeddingRequest(body: unknown): EmbeddingRequest {
  const fields = readObject(body, "body");
  const modelName = readText(fields["model"], "model");
  const model = embeddingModels[modelName];
  if (model === undefined) {
    throw new RequestProblem(404, `The model \`${modelName}\` does not exist.`, {
      code: "model_not_found",
    });
  }
  return {
    modelName,
    model,
    texts: parseTexts(fields["input"]),
    dimensions: parseDimensions(fields["dimensions"], model),
    encoding: parseEncoding(fields["encoding_format"]),
  };
}

function parseTexts(input: unknown): string[] {
  const inputs: readonly unknown[] = Array.isArray(input) ? input : [input];
  if (inputs.length === 0 || inputs.length > mostTexts) {
    throw wrongType("input", `a string or a list of 1 to ${mostTexts} strings`, input);
  }
  return inputs.map((item, index) => {
    const text = readText(item, Array.isArray(input) ? `input[${index}]` : "input");
    if (text === "") throw wrongType("input", "without empty strings", text);
    return text;
  });
}

function parseDimensions(value: unknown, model: EmbeddingModel): number {
  if (value === undefined || value === null) return model.dimensions;
  if (
    typeof value === "number" &&
    Number.isInteger(value) &&
    value > 0 &&
    value <= model.dimensions
  ) {
    return value;
  }
  throw wrongType("dimensions", `an integer from 1 to ${model.dimensions}`, value);
}

function parseEncoding(value: unknown): "float" | "base64" {
  if (value === undefined || value === null || value === "float") return "float";
  if (value === "base64") return "base64";
  throw wrongType("encoding_format", "`float` or `base64`", value);
}
