import { failAt, type LocatedRow } from "./located-row.js";
import { parseJson } from "./read-json-lines.js";

/** Rows of a text that is one JSON array, each parsed as soon as it is complete. */
export async function* readJsonArray(
  chunks: AsyncIterable<string>,
  fileName: string,
): AsyncGenerator<LocatedRow> {
  const scanner = new ArrayScanner(fileName);
  for await (const chunk of chunks) {
    for (const character of chunk) {
      const row = scanner.take(character);
      if (row !== undefined) yield row;
    }
  }
  scanner.finish();
}

/** Cuts the array into its elements; what an element is, is `JSON.parse`'s affair. */
class ArrayScanner {
  private readonly fileName: string;
  private state: "before" | "inside" | "after" = "before";
  private depth = 0;
  private isInString = false;
  private isEscaped = false;
  private text: string[] = [];
  private hasText = false;
  private hasElements = false;
  private line = 1;
  private elementLine = 1;

  constructor(fileName: string) {
    this.fileName = fileName;
  }

  take(character: string): LocatedRow | undefined {
    if (character === "\n") this.line++;
    if (this.state === "inside") return this.takeInside(character);
    if (isSpace(character)) return undefined;
    if (this.state === "before" && character === "[") {
      this.state = "inside";
      return undefined;
    }
    return failAt(
      this.placeOf(this.line),
      this.state === "before"
        ? `to start an array of rows, got "${character}". Use .jsonl for one row a line.`
        : `to have nothing after the array, got "${character}".`,
    );
  }

  finish(): void {
    if (this.state !== "after")
      failAt(this.placeOf(this.line), "to end the array of rows, got the end of the file.");
  }

  private takeInside(character: string): LocatedRow | undefined {
    if (this.isInString) {
      if (this.isEscaped) this.isEscaped = false;
      else if (character === "\\") this.isEscaped = true;
      else if (character === '"') this.isInString = false;
      this.text.push(character);
      return undefined;
    }
    if (this.depth === 0 && (character === "," || character === "]")) {
      return this.endElement(character);
    }
    if (character === '"') this.isInString = true;
    else if (character === "{" || character === "[") this.depth++;
    else if (character === "}" || character === "]") this.depth--;
    if (!this.hasText && !isSpace(character)) {
      this.hasText = true;
      this.elementLine = this.line;
    }
    if (this.hasText) this.text.push(character);
    return undefined;
  }

  private endElement(end: "," | "]"): LocatedRow | undefined {
    if (end === "]") this.state = "after";
    if (!this.hasText) {
      if (end === "]" && !this.hasElements) return undefined;
      failAt(this.placeOf(this.line), `to have a row before "${end}", got none.`);
    }
    const place = this.placeOf(this.elementLine);
    const row = parseJson(this.text.join(""), place);
    this.text = [];
    this.hasText = false;
    this.hasElements = true;
    return { row, place };
  }

  private placeOf(line: number): string {
    return `line ${line} of ${this.fileName}`;
  }
}

function isSpace(character: string): boolean {
  return character === " " || character === "\n" || character === "\r" || character === "\t";
}
