import { failAt } from "./located-row.js";

export interface CsvRecord {
  readonly fields: readonly string[];
  /** Of its first character, counted from 1. */
  readonly line: number;
}

export interface CsvOptions {
  readonly delimiter: "," | "\t";
  /** For error messages. */
  readonly fileName: string;
}

/**
 * Records of a text in the format of RFC 4180: quoted fields may hold delimiters, line breaks and doubled quotes. Lines
 * end with LF, CRLF or CR; empty lines are no records.
 *
 * @throws {HoneyHiveError} for a quote that is never closed and for text after one, naming the line
 */
export async function* parseCsv(
  chunks: AsyncIterable<string>,
  options: CsvOptions,
): AsyncGenerator<CsvRecord> {
  const scanner = new CsvScanner(options);
  for await (const chunk of chunks) {
    for (const character of chunk) {
      const record = scanner.take(character);
      if (record !== undefined) yield record;
    }
  }
  const last = scanner.finish();
  if (last !== undefined) yield last;
}

type ScanState = "field-start" | "plain" | "quoted" | "quote-in-quoted";

/** One character at a time, so that a chunk may end anywhere. */
class CsvScanner {
  private readonly options: CsvOptions;
  private state: ScanState = "field-start";
  private fields: string[] = [];
  private field = "";
  private line = 1;
  private recordLine = 1;
  private quoteLine = 1;
  private isAfterReturn = false;

  constructor(options: CsvOptions) {
    this.options = options;
  }

  take(character: string): CsvRecord | undefined {
    const isSecondOfPair = character === "\n" && this.isAfterReturn;
    this.isAfterReturn = character === "\r";
    const isLineEnd = character === "\n" || character === "\r";
    if (isLineEnd && !isSecondOfPair) this.line++;
    if (this.state === "quoted") {
      if (character === '"') this.state = "quote-in-quoted";
      else this.field += character;
      return undefined;
    }
    if (isLineEnd) return isSecondOfPair ? this.skip() : this.endRecord();
    this.takeOutsideQuotes(character);
    return undefined;
  }

  finish(): CsvRecord | undefined {
    if (this.state === "quoted") {
      failAt(
        this.placeOf(this.quoteLine),
        "to close the quote that it opens. Add the missing quote.",
      );
    }
    return this.endRecord();
  }

  private takeOutsideQuotes(character: string): void {
    if (character === this.options.delimiter) this.endField();
    else if (character === '"' && this.state === "quote-in-quoted") {
      this.field += '"';
      this.state = "quoted";
    } else if (character === '"' && this.state === "field-start") {
      this.quoteLine = this.line;
      this.state = "quoted";
    } else if (this.state === "quote-in-quoted") {
      failAt(
        this.placeOf(this.line),
        `to have a delimiter after a closing quote, got "${character}". Double the quotes inside quoted fields.`,
      );
    } else {
      this.field += character;
      this.state = "plain";
    }
  }

  private endField(): void {
    this.fields.push(this.field);
    this.field = "";
    this.state = "field-start";
  }

  /** The line feed of a CRLF: the record has ended with the carriage return. */
  private skip(): undefined {
    this.recordLine = this.line;
    return undefined;
  }

  private endRecord(): CsvRecord | undefined {
    const line = this.recordLine;
    this.recordLine = this.line;
    const isEmpty = this.fields.length === 0 && this.state === "field-start";
    if (isEmpty) return undefined;
    this.endField();
    const { fields } = this;
    this.fields = [];
    return { fields, line };
  }

  private placeOf(line: number): string {
    return `line ${line} of ${this.options.fileName}`;
  }
}
