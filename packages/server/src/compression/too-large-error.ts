/** More came out of a compressed body, or would, than may come out. */
export class TooLargeError extends Error {
  override readonly name = "TooLargeError";
}
