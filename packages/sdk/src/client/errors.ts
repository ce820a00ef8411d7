/** The server answered, and the answer was an error. */
export class SDKError extends Error {
  override readonly name: string = "SDKError";
  readonly statusCode: number;
  readonly body: string;
  readonly contentType: string;
  readonly rawResponse: Response;

  constructor(message: string, rawResponse: Response, body = "") {
    super(`${message}: Status ${rawResponse.status}. Body: ${body.slice(0, 500)}`);
    this.statusCode = rawResponse.status;
    this.contentType = rawResponse.headers.get("content-type") ?? "";
    this.rawResponse = rawResponse;
    this.body = body;
  }
}

/** The server answered with something that is not JSON. */
export class SDKValidationError extends Error {
  override readonly name: string = "SDKValidationError";
  readonly rawValue: unknown;
  readonly rawMessage: string;

  constructor(message: string, cause: unknown, rawValue: unknown) {
    super(message, { cause });
    this.rawValue = rawValue;
    this.rawMessage = message;
  }

  pretty(): string {
    return this.message;
  }
}

/** There was no answer. */
export class HTTPClientError extends Error {
  override readonly name: string = "HTTPClientError";
}

/** The server could not be reached. */
export class ConnectionError extends HTTPClientError {
  override readonly name = "ConnectionError";
}

/** The answer took longer than `timeoutMs`. */
export class RequestTimeoutError extends HTTPClientError {
  override readonly name = "RequestTimeoutError";
}

/** The program aborted the request. */
export class RequestAbortedError extends HTTPClientError {
  override readonly name = "RequestAbortedError";
}

/** What was given cannot be made into a request. */
export class InvalidRequestError extends HTTPClientError {
  override readonly name = "InvalidRequestError";
}
