/** What of a request was not taken, or not as it came. Only the first reason is kept: there may be millions. */
export interface Rejections {
  /** Of what was not taken at all. */
  count: number;
  firstReason: string;
}

export function reject(rejections: Rejections, reason: string): void {
  rejections.count += 1;
  rejections.firstReason ||= reason;
}
