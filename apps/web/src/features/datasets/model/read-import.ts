import {
  datasetFileEndings,
  DatasetFileError,
  datasetFileFormat,
  readDatasetFile,
  toDatasetRow,
  type DatasetRow,
  type LocatedRow,
} from "@honeyhive/contract";

import { formatCount, formatPlural } from "../../../lib/text/format-number.js";

/** A file of rows, or what is wrong with it. */
export interface ReadImport {
  readonly fileName: string;
  /** Empty where there are problems: part of a file is another dataset. */
  readonly rows: readonly DatasetRow[];
  /** Of a table: cells are compared as text. */
  readonly isText: boolean;
  /** The first few. */
  readonly problems: readonly string[];
  readonly problemCount: number;
}

export interface ImportLimits {
  readonly bytes: number;
  readonly rows: number;
}

/** A page holds all rows, and a dataset the ids of all. */
const defaultLimits: ImportLimits = { bytes: 50_000_000, rows: 50_000 };

const shownProblems = 5;

/** Reads the whole file, so that everything that is wrong is said before anything is written. */
export async function readImport(
  file: File,
  limits: ImportLimits = defaultLimits,
): Promise<ReadImport> {
  const reader = new ImportReader(file.name, limits);
  const problem = problemOfFile(file, limits);
  if (problem === undefined) await reader.read(file);
  else reader.refuse(problem);
  return reader.finish();
}

function problemOfFile({ name, size }: File, limits: ImportLimits): string | undefined {
  if (datasetFileFormat(name) === undefined) {
    return (
      `Expected a file whose name ends in ${datasetFileEndings.join(", ")}, got ${name}. ` +
      "Save a spreadsheet as CSV in UTF-8."
    );
  }
  if (size === 0) return `Expected ${name} to hold at least one row, got an empty file.`;
  if (size <= limits.bytes) return undefined;
  return (
    `Expected a file of at most ${megabytes(limits.bytes)} MB, got ${megabytes(size)} MB in ${name}. ` +
    `Split it, or push it from a terminal: honeyhive datasets push ${name}`
  );
}

function megabytes(bytes: number): string {
  return formatCount(Math.ceil(bytes / 1e6));
}

class ImportReader {
  private readonly fileName: string;
  private readonly limits: ImportLimits;
  private readonly rows: DatasetRow[] = [];
  private readonly places = new Map<string, string>();
  private readonly problems: string[] = [];
  private problemCount = 0;

  constructor(fileName: string, limits: ImportLimits) {
    this.fileName = fileName;
    this.limits = limits;
  }

  async read(file: File): Promise<void> {
    const { fileName } = this;
    const format = datasetFileFormat(fileName);
    if (format === undefined) return;
    try {
      for await (const located of readDatasetFile({ fileName, format, chunks: chunksOf(file) })) {
        if (this.rows.length === this.limits.rows) return this.refuse(this.tooMany());
        this.take(located);
      }
    } catch (error) {
      this.refuse(error instanceof DatasetFileError ? error.message : this.unreadable(error));
    }
  }

  refuse(problem: string): void {
    this.problemCount++;
    if (this.problems.length < shownProblems) this.problems.push(problem);
  }

  finish(): ReadImport {
    const { fileName, problems } = this;
    if (this.rows.length === 0 && problems.length === 0) {
      this.refuse(
        `Expected ${fileName} to hold at least one row, got none. ${this.whereRowsAre()}`,
      );
    }
    return {
      fileName,
      rows: problems.length === 0 ? this.rows : [],
      isText: this.isTable(),
      problems,
      problemCount: this.problemCount,
    };
  }

  /** A wrong row is no reason not to look at the next one. */
  private take(located: LocatedRow): void {
    try {
      const row = toDatasetRow(located);
      this.rows.push(row);
      this.checkId(row.id, located.place);
    } catch (error) {
      if (!(error instanceof DatasetFileError)) throw error;
      this.refuse(error.message);
    }
  }

  private checkId(id: string | undefined, place: string): void {
    if (id === undefined) return;
    const earlier = this.places.get(id);
    if (earlier === undefined) this.places.set(id, place);
    else {
      this.refuse(
        `Expected ${place} to have an id of its own, got "${id}", as ${earlier} has. Change one, or omit it.`,
      );
    }
  }

  private isTable(): boolean {
    return ["csv", "tsv"].includes(datasetFileFormat(this.fileName) ?? "");
  }

  private whereRowsAre(): string {
    return this.isTable()
      ? "The first line names the columns; put the rows below it."
      : 'A row is {"inputs": {…}, "groundTruth": …}.';
  }

  private tooMany(): string {
    return (
      `Expected at most ${formatPlural(this.limits.rows, "row")} in a file, got more in ${this.fileName}. ` +
      `Split it, or push it from a terminal: honeyhive datasets push ${this.fileName}`
    );
  }

  private unreadable(error: unknown): string {
    const came = error instanceof Error ? error.message : String(error);
    return `Expected to read ${this.fileName}, got: ${came} Choose it again, in case it was changed or moved.`;
  }
}

/** Not every browser iterates over streams. */
async function* chunksOf(file: File): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
