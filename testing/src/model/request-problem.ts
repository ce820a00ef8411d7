/** A request that cannot be served, in the shape in which the OpenAI API says so. */
export class RequestProblem extends Error {
  readonly status: 400 | 401 | 404;
  readonly parameter: string | null;
  readonly code: string | null;

  constructor(
    status: 400 | 401 | 404,
    message: string,
    details: { readonly parameter?: string; readonly code?: string } = {},
  ) {
    super(message);
    this.status = status;
    this.parameter = details.parameter ?? null;
    this.code = details.code ?? null;
  }

  toBody(): object {
    const { message, parameter, code } = this;
    return { error: { message, type: "invalid_request_error", param: parameter, code } };
  }
}
