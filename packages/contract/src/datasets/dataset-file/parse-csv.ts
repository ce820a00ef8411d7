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
 * @throws {DatasetFileError} for a quote that is never closed and for text after one, naming the line
 */
export async function* parseCsv(
  chunks: AsyncIterable<string>,
  options: CsvOptions,
): AsyncGenerator<CsvRecord> {
  const scanner = new CsvScanner(options);
  for await (const chunk of chunks) yield* scanner.take(chunk);
  const last = scanner.finish();
  if (last !== undefined) yield last;
}

type ScanState = "field-start" | "plain" | "quoted" | "quote-in-quoted";

/** From one character that means something to the next, so that a chunk may end anywhere. */
class CsvScanner {
  private readonly options: CsvOptions;
  private readonly special: RegExp;
  private state: ScanState = "field-start";
  private fields: string[] = [];
  /** Joined once: added to each other, letters take thirty times their place. */
  private parts: string[] = [];
  private line = 1;
  private recordLine = 1;
  private quoteLine = 1;
  private isAfterReturn = false;

  constructor(options: CsvOptions) {
    this.options = options;
    this.special = new RegExp(`[${options.delimiter}"\r\n]`, "g");
  }

  *take(chunk: string): Generator<CsvRecord> {
    for (let start = 0; start < chunk.length;) {
      const end = this.findEnd(chunk, start);
      if (end > start) this.takeText(chunk, start, end);
      start = end + 1;
      const character = chunk[end];
      if (character === undefined) return;
      const record = this.takeSpecial(character);
      if (record !== undefined) yield record;
    }
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

  /** Of the text from there on; the end of the chunk where nothing ends it before. */
  private findEnd(chunk: string, start: number): number {
    this.special.lastIndex = start;
    const end =
      this.state === "quoted" ? chunk.indexOf('"', start) : this.special.exec(chunk)?.index;
    return end === undefined || end === -1 ? chunk.length : end;
  }

  private takeText(chunk: string, start: number, end: number): void {
    const text = chunk.slice(start, end);
    if (this.state === "quote-in-quoted") {
      const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
      failAt(
        this.placeOf(this.line),
        `to have a delimiter after a closing quote, got "${character}". Double the quotes inside quoted fields.`,
      );
    }
    this.parts.push(text);
    if (this.state === "quoted") {
      const isSecondOfPair = this.isAfterReturn && text.startsWith("\n");
      this.line += (text.match(/\r\n?|\n/g)?.length ?? 0) - Number(isSecondOfPair);
      this.isAfterReturn = text.endsWith("\r");
    } else {
      this.state = "plain";
      this.isAfterReturn = false;
    }
  }

  private takeSpecial(character: string): CsvRecord | undefined {
    const isSecondOfPair = character === "\n" && this.isAfterReturn;
    this.isAfterReturn = character === "\r";
    if (character === "\n" || character === "\r") {
      if (isSecondOfPair) return this.skip();
      this.line++;
      return this.endRecord();
    }
    if (character === this.options.delimiter) this.endField();
    else this.takeQuote();
    return undefined;
  }

  private takeQuote(): void {
    if (this.state === "quoted") {
      this.state = "quote-in-quoted";
      return;
    }
    if (this.state === "field-start") this.quoteLine = this.line;
    else this.parts.push('"');
    this.state = this.state === "plain" ? "plain" : "quoted";
  }

  private endField(): void {
    this.fields.push(this.parts.join(""));
    this.parts = [];
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
