/** What a request would become takes far more memory than the request did. */
export class BatchTooLargeError extends Error {
  override readonly name = "BatchTooLargeError";
}

/** Spans or log records of one request. Two bytes can be one, though an empty one. */
export const maxRecordsOfRequest = 100_000;

export function tooManyRecords(): BatchTooLargeError {
  return new BatchTooLargeError(`more than ${maxRecordsOfRequest} spans or log records`);
}
