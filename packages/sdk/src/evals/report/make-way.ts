/** One of the process, by which whoever runs in it writes on the terminal. */
export interface SharedStream {
  write: (chunk: string | Uint8Array, ...rest: never[]) => boolean;
}

export interface WayMaker {
  /** Before others write. */
  readonly clear: () => void;
  /** When they have written, and whether the next to write begins a line. */
  readonly resume: (isLineEnded: boolean) => void;
}

/** Lets what is drawn on a terminal make way for what others write there. @returns what ends that */
export function makeWay(streams: readonly SharedStream[], line: WayMaker): () => void {
  let isOver = false;
  const ends = streams.map((stream) => {
    const { write } = stream;
    const making: typeof write = (chunk, ...rest) => {
      if (isOver) return write.call(stream, chunk, ...rest);
      line.clear();
      const hasRoom = write.call(stream, chunk, ...rest);
      line.resume(isLineEnded(chunk));
      return hasRoom;
    };
    stream.write = making;
    return () => {
      // Somebody else may have taken its place meanwhile, and goes on through it.
      if (stream.write === making) stream.write = write;
    };
  });
  return () => {
    isOver = true;
    for (const end of ends) end();
  };
}

const lineFeed = 10;

function isLineEnded(chunk: string | Uint8Array): boolean {
  return typeof chunk === "string" ? chunk.endsWith("\n") : chunk.at(-1) === lineFeed;
}
