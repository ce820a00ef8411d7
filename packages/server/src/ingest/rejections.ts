/** What of a request was not taken. Only the first reason is kept: there may be millions. */
export interface Rejections {
  count: number;
  firstReason: string;
}

export function reject(rejections: Rejections, reason: string): void {
  rejections.count += 1;
  rejections.firstReason ||= reason;
}
