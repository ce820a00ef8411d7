import { failAt, type LocatedRow } from "./located-row.js";
import { readCsv } from "./read-csv.js";
import { readJsonArray } from "./read-json-array.js";
import { readJsonLines } from "./read-json-lines.js";

export type DatasetFileFormat = "csv" | "tsv" | "json-lines" | "json";

const formats: Readonly<Record<string, DatasetFileFormat>> = {
  ".csv": "csv",
  ".tsv": "tsv",
  ".jsonl": "json-lines",
  ".ndjson": "json-lines",
  ".json": "json",
};

export const datasetFileEndings: readonly string[] = Object.keys(formats);

/** By the ending of its name; undefined for other files. */
export function datasetFileFormat(fileName: string): DatasetFileFormat | undefined {
  const ending = /\.[^.]+$/.exec(fileName)?.[0].toLowerCase() ?? "";
  return Object.hasOwn(formats, ending) ? formats[ending] : undefined;
}

export interface DatasetFile {
  /** For error messages. */
  readonly fileName: string;
  readonly format: DatasetFileFormat;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * The rows of a file, each as soon as it is complete; what they are is for the reader to check.
 *
 * @throws {DatasetFileError} naming the file and the line
 */
export function readDatasetFile(file: DatasetFile): AsyncIterable<LocatedRow> {
  const { fileName, format } = file;
  const chunks = decodeText(file);
  switch (format) {
    case "csv":
      return readCsv(chunks, { delimiter: ",", fileName });
    case "tsv":
      return readCsv(chunks, { delimiter: "\t", fileName });
    case "json-lines":
      return readJsonLines(chunks, fileName);
    case "json":
      return readJsonArray(chunks, fileName);
    default:
      return format satisfies never;
  }
}

async function* decodeText({ fileName, chunks }: DatasetFile): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      return rejectEncoding(fileName, "another encoding, such as Windows-1252");
    }
  };
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && chunk.includes(0)) rejectEncoding(fileName, "UTF-16 or no text");
    yield decode(chunk);
    isFirst = false;
  }
  yield decode();
}

/** Replaced by marks, what cannot be read would be taken for what somebody had written. */
function rejectEncoding(fileName: string, came: string): never {
  return failAt(fileName, `to be text in UTF-8, got ${came}. Save it as UTF-8.`);
}
