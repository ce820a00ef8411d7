import { HttpError } from "../../lib/http-error.js";
import { BatchTooLargeError } from "../../ingest/batch-too-large-error.js";
import { MalformedOtlpError } from "../../ingest/malformed-otlp-error.js";
import { QueueFullError } from "../../lib/micro-batcher.js";
import { FilterError } from "../../queries/compile-filter.js";
import { StoreError } from "../../store/store-error.js";

/** Every failure as an answer. What the client cannot do anything about is not told in detail. */
export function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  if (error instanceof FilterError) {
    return new HttpError(400, "INVALID_REQUEST", error.message, {
      cause: error,
      field: error.field,
    });
  }
  if (error instanceof QueueFullError) {
    const message = `${error.message} Send the request again in a second.`;
    return new HttpError(429, "OVERLOADED", message, {
      cause: error,
      headers: { "retry-after": "1" },
    });
  }
  if (error instanceof BatchTooLargeError) {
    return new HttpError(
      413,
      "PAYLOAD_TOO_LARGE",
      `Expected a request whose events can be held, got ${error.message}. Split it into several requests.`,
      { cause: error },
    );
  }
  if (error instanceof MalformedOtlpError) {
    return new HttpError(
      400,
      "INVALID_OTLP",
      `Expected an export request of OTLP, got a body that cannot be read: ${error.message} ` +
        "Check that `content-type` and `content-encoding` match the body.",
      { cause: error },
    );
  }
  if (error instanceof StoreError) return fromStoreError(error);
  return new HttpError(
    500,
    "INTERNAL",
    "The server failed to answer this request. Its log says why; please report it.",
    { cause: error },
  );
}

function fromStoreError(error: StoreError): HttpError {
  if (error.code === "QUERY_TIMEOUT") {
    return new HttpError(
      503,
      "QUERY_TIMEOUT",
      "Expected to find the answer in time, and too much had to be read for it. Ask for a shorter time range, or " +
        "also for what an index finds: ids, names of sessions, or texts that are the whole value of a key of metadata. " +
        "Words in inputs and outputs get an index by the server's setting `textIndex`.",
      { cause: error },
    );
  }
  if (error.code === "QUERY_CANCELLED") {
    return new HttpError(499, "CANCELLED", "The client went away before it was answered.", {
      cause: error,
    });
  }
  if (error.code === "STORE_FULL") {
    return new HttpError(
      503,
      "STORE_FULL",
      "Expected room on the disk of the store, and it is full: nothing of this request is acknowledged. " +
        "Make room or a larger disk, then send it again; nobody has to start the server again.",
      { cause: error, headers: { "retry-after": "5" } },
    );
  }
  return new HttpError(
    503,
    "STORE_UNAVAILABLE",
    "The store could not take or answer this request. Send it again; if it keeps failing, look at the server's log.",
    { cause: error, headers: { "retry-after": "1" } },
  );
}
