import type { ErrorBody, ErrorCode } from "@honeyhive/contract";

interface HttpErrorOptions extends ErrorOptions {
  readonly field?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** An answer that is an error. `message` says what was expected, what came and what to do. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: ErrorCode, message: string, options: HttpErrorOptions = {}) {
    super(message, options);
    this.status = status;
    this.code = code;
    this.field = options.field;
    this.headers = options.headers ?? {};
  }

  toResponse(): Response {
    const body: ErrorBody = {
      success: false,
      statusCode: this.status,
      errorCode: this.code,
      message: this.message,
      ...(this.field === undefined ? {} : { field: this.field }),
    };
    return Response.json(body, { status: this.status, headers: this.headers });
  }
}
