/** Codes of gRPC that OTLP's exporters tell apart: they send again after `unavailable`, and after no other here. */
const grpcStatus = {
  invalidArgument: 3,
  permissionDenied: 7,
  resourceExhausted: 8,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** What an answer over HTTP says, in gRPC's words. */
export function toGrpcStatus(httpStatus: number): number {
  if (httpStatus === 401) return grpcStatus.unauthenticated;
  if (httpStatus === 403) return grpcStatus.permissionDenied;
  if (httpStatus === 413) return grpcStatus.resourceExhausted;
  if (httpStatus === 429 || httpStatus === 503) return grpcStatus.unavailable;
  return httpStatus < 500 ? grpcStatus.invalidArgument : grpcStatus.internal;
}
