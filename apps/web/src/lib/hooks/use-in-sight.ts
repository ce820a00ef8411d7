import { useCallback, useMemo, useState } from "react";

/** Scrolling by a row asks for nothing. */
const blockSize = 50;

/** The rows that a grid shows, with those around them; none until it has told which. */
export function useInSight<Row>(rows: readonly Row[]): {
  readonly inSight: readonly Row[];
  readonly onRange: (first: number, last: number) => void;
} {
  const [blocks, setBlocks] = useState({ first: 0, end: 0 });
  const onRange = useCallback((first: number, last: number) => {
    const next = { first: Math.floor(first / blockSize), end: Math.floor(last / blockSize) + 1 };
    setBlocks((known) => (known.first === next.first && known.end === next.end ? known : next));
  }, []);
  const inSight = useMemo(
    () => rows.slice(blocks.first * blockSize, blocks.end * blockSize),
    [rows, blocks],
  );
  return { inSight, onRange };
}
