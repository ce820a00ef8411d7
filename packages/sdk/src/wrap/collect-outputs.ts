import type { Scope } from "../core/scope.js";
import type { Completion } from "./completion.js";
import { ignoreItems, type OutputCollector } from "./output-collector.js";

/** What collects the outputs of work in `scope` that ends with `completion`. */
export function createOutputCollector({ core }: Scope, completion: Completion): OutputCollector {
  if (completion.takesValue === false) return ignoreItems();
  const pieces = new Pieces(core.limits.maxValueLength);
  const items = new FirstItems(core.limits.maxValueLength);
  let isText = true;
  return {
    add: (item) => {
      isText &&= typeof item === "string" || item instanceof Uint8Array;
      if (isText) pieces.add(item as string | Uint8Array);
      items.add(item);
    },
    result: () => (isText && !items.isEmpty ? pieces.joined() : items.all()),
  };
}

/** As git tells them from text. */
const binaryProbeBytes = 8000;

/** Text as it comes in, up to the first piece that passes the limit: it is cut, marked and counted like any other value. */
class Pieces {
  private readonly maxLength: number;
  private readonly decoder = new TextDecoder();
  private text = "";
  private sizeBytes = 0;
  private isBinary = false;

  constructor(maxLength: number) {
    this.maxLength = maxLength;
  }

  add(piece: string | Uint8Array): void {
    if (typeof piece === "string") {
      if (this.text.length <= this.maxLength) this.text += piece;
      return;
    }
    this.isBinary ||= this.sizeBytes === 0 && piece.subarray(0, binaryProbeBytes).includes(0);
    this.sizeBytes += piece.byteLength;
    if (this.isBinary || this.text.length > this.maxLength) return;
    this.text += this.decoder.decode(piece, { stream: true });
  }

  joined(): string {
    return this.isBinary ? `[${this.sizeBytes} bytes]` : this.text;
  }
}

const maxItems = 1000;

/** The first items. Those that are text or bytes count with their size: pieces of a file would fill the memory. */
class FirstItems {
  private readonly items: unknown[] = [];
  private room: number;
  private count = 0;

  constructor(room: number) {
    this.room = room;
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  add(item: unknown): void {
    this.count++;
    if (this.items.length >= maxItems || this.room < 0) return;
    if (typeof item === "string" || item instanceof Uint8Array) this.room -= item.length;
    this.items.push(item);
  }

  all(): unknown[] {
    const more = this.count - this.items.length;
    return more > 0 ? [...this.items, `[${more} more]`] : this.items;
  }
}
