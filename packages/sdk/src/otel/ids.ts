const poolBytes = 4096;

/** Makes trace and span ids out of a pool of random bytes: one system call for hundreds of ids. */
export interface IdGenerator {
  traceId(): string;
  spanId(): string;
}

export function createIdGenerator(fill: (pool: Buffer) => unknown = fillRandomly): IdGenerator {
  const pool = Buffer.alloc(poolBytes);
  let position = poolBytes;
  const take = (size: number): string => {
    if (position + size > poolBytes) {
      fill(pool);
      position = 0;
    }
    position += size;
    const id = pool.toString("hex", position - size, position);
    return isZero(id) ? take(size) : id;
  };
  return { traceId: () => take(16), spanId: () => take(8) };
}

/** Almost always the first character tells. */
function isZero(id: string): boolean {
  return id.charCodeAt(0) === 48 && /^0+$/.test(id);
}

/** Not through `node:crypto`, which takes longer to load than what is needed of it. */
function fillRandomly(pool: Buffer): void {
  crypto.getRandomValues(pool);
}
