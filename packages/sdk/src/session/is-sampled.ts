/** Whether a session is among the share that is sent: the same answer for an id in every process. */
export function isSampled(sessionId: string, sampleRate: number): boolean {
  return fnv1a(sessionId) / 2 ** 32 < sampleRate;
}

/** Ids may be of any UUID version, whose bits are not all random: a hash spreads them. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // The last step of FNV leaves neighbours close to each other; this one spreads them over all bits.
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
