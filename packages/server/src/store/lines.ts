/** Text in one piece, or in several: putting a large one together would hold the event loop. */
export type Lines = Uint8Array | readonly Uint8Array[];

export function toPieces(lines: Lines): readonly Uint8Array[] {
  return lines instanceof Uint8Array ? [lines] : lines;
}

export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  return only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces);
}
