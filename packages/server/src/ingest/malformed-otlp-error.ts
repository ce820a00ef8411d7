/** The body is not what its content type says. */
export class MalformedOtlpError extends Error {
  override readonly name = "MalformedOtlpError";
}
