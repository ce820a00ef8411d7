/** Body of every error answer. `errorCode` is stable; `message` says what was expected, what came and what to do. */
export interface ErrorBody {
  readonly success: false;
  readonly statusCode: number;
  readonly errorCode: string;
  readonly message: string;
  /** Dotted path of the field that is wrong, where one is. */
  readonly field?: string | undefined;
}

export const errorCodes = [
  "INVALID_REQUEST",
  "INVALID_JSON",
  "INVALID_OTLP",
  "UNAUTHORIZED",
  "FORBIDDEN_HOST",
  "FORBIDDEN_SCOPE",
  "FORBIDDEN_PROJECT",
  "RATE_LIMITED",
  "IDEMPOTENCY_KEY_IN_USE",
  "IDEMPOTENCY_KEY_REUSED",
  "IDEMPOTENCY_KEY_USED",
  "PROJECT_EXISTS",
  "PROJECT_NOT_FOUND",
  "KEY_NOT_FOUND",
  "NOT_FOUND",
  "METHOD_NOT_ALLOWED",
  "RUN_NOT_FOUND",
  "EVENT_NOT_FOUND",
  "SESSION_NOT_FOUND",
  "SESSION_DELETED",
  "DATASET_NOT_FOUND",
  "DATAPOINT_NOT_FOUND",
  "CONFIGURATION_NOT_FOUND",
  "METRIC_NOT_FOUND",
  "METRIC_VERSION_NOT_FOUND",
  "CHART_NOT_FOUND",
  "QUEUE_NOT_FOUND",
  "TOOL_NOT_FOUND",
  "UNSUPPORTED_EVALUATOR",
  "MODEL_ENDPOINT_MISSING",
  "MODEL_REFUSED",
  "MODEL_UNAVAILABLE",
  "MODEL_TIMEOUT",
  "PAYLOAD_TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE",
  "OVERLOADED",
  "STORE_UNAVAILABLE",
  "STORE_FULL",
  "QUERY_TIMEOUT",
  "CANCELLED",
  "INTERNAL",
] as const;

export type ErrorCode = (typeof errorCodes)[number];
