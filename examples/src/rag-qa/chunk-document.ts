import type { Document } from "./read-documents.js";

export interface Chunk {
  readonly source: string;
  /** Starts with the package and the heading that it stands under, so that it can be found by them. */
  readonly text: string;
}

const longestWords = 90;

/** Cuts a document at its headings, and long sections between their blocks. */
export function chunkDocument({ packageName, source, text }: Document): Chunk[] {
  const chunks: Chunk[] = [];
  let heading = "";
  let blocks: string[] = [];
  const finish = (): void => {
    if (blocks.length > 0)
      chunks.push({ source, text: [title(packageName, heading), ...blocks].join("\n\n") });
    blocks = [];
  };
  for (const block of text.split(/\n\n+/)) {
    const isHeading = /^#+\s/.test(block);
    if (isHeading || countWords([...blocks, block].join(" ")) > longestWords) finish();
    if (isHeading) heading = block.replace(/^#+\s*/, "");
    else blocks.push(block);
  }
  finish();
  return chunks;
}

function title(packageName: string, heading: string): string {
  return heading === "" || heading.toLowerCase() === packageName
    ? packageName
    : `${packageName}: ${heading}`;
}

function countWords(text: string): number {
  return text.split(/\s+/).length;
}
