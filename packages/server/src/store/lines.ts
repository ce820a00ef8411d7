/** Text in one piece, or in several that are put together: a large one would hold the event loop. */
export type Lines = Uint8Array | readonly Uint8Array[];

export function toPieces(lines: Lines): readonly Uint8Array[] {
  return lines instanceof Uint8Array ? [lines] : lines;
}
