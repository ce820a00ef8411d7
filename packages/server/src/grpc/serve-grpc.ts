import type * as grpcModule from "@grpc/grpc-js";
import type {
  Metadata,
  Server,
  ServerCredentials,
  ServerUnaryCall,
  ServiceDefinition,
  sendUnaryData,
} from "@grpc/grpc-js";

import { authenticate } from "../auth/authenticate.js";
import type { Grant } from "../auth/grant.js";
import { decodeProtobuf } from "../ingest/decode/protobuf.js";
import { decodeProtobufLogs } from "../ingest/decode/protobuf-logs.js";
import { countProtobufDataPoints } from "../ingest/decode/protobuf-metrics.js";
import { encodeExportAnswer } from "../ingest/encode-export-answer.js";
import { ingestLogs } from "../ingest/ingest-logs.js";
import { ingestSpans } from "../ingest/ingest-spans.js";
import { MalformedOtlpError } from "../ingest/malformed-otlp-error.js";
import { rejectMetrics } from "../ingest/reject-metrics.js";
import type { Rejections } from "../ingest/rejections.js";
import type { Tls } from "../lib/read-tls.js";
import type { ServerTls } from "../lib/server-tls.js";
import { codeOfRefusal } from "../observe/failure-log.js";
import { toHttpError } from "../routes/answer/to-http-error.js";
import type { Services } from "../services.js";
import { CallAdmission } from "./call-admission.js";
import { toGrpcStatus } from "./to-grpc-status.js";

type Grpc = typeof grpcModule;
type Take = (services: Services, projectId: string, body: Uint8Array) => Promise<Rejections>;

export interface GrpcServer {
  readonly port: number;
  /** Calls under way may end until then; later ones are cut. */
  close(graceMs: number): Promise<void>;
}

/** OTLP/gRPC: each signal is taken like those over HTTP. */
export async function serveGrpc(
  services: Services,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<GrpcServer> {
  const grpc = await loadGrpc();
  const admission = new CallAdmission({
    identify: (call, metadata) => identify(services, call.getPeer(), metadata),
    toStatus: (thrown) => {
      observe(services, thrown);
      return toStatus(thrown);
    },
  });
  const server = new grpc.Server({
    "grpc.max_receive_message_length": services.options.limits.maxBodyBytes,
    interceptors: [admission.interceptor(grpc)],
  });
  const handle = (take: Take): Handler => toHandler(services, admission, take);
  addExport(server, "trace", "TraceService", handle(takeTraces));
  addExport(server, "logs", "LogsService", handle(takeLogs));
  addExport(server, "metrics", "MetricsService", handle(refuseMetrics));
  const address = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const bound = await bind(server, address, toCredentials(grpc, services.tls));
  return { port: bound, close: (graceMs) => stop(server, graceMs) };
}

const takeTraces: Take = async (services, projectId, body) => {
  const request = { projectId, spans: decodeProtobuf(body), sizeBytes: body.length };
  const rejections = await ingestSpans(services, request);
  services.metrics.spansRejected(rejections.count);
  return rejections;
};

const takeLogs: Take = async (services, projectId, body) => {
  const rejections = await ingestLogs(services, { projectId, records: decodeProtobufLogs(body) });
  services.metrics.logsRejected(rejections.count);
  return rejections;
};

const refuseMetrics: Take = async ({ metrics, turns }, _projectId, body) => {
  const rejections = await rejectMetrics(turns, countProtobufDataPoints(body));
  metrics.dataPointsRejected(rejections.count);
  return rejections;
};

async function loadGrpc(): Promise<Grpc> {
  try {
    return await import("@grpc/grpc-js");
  } catch (error) {
    throw new Error(
      "Expected the package @grpc/grpc-js, which OTLP over gRPC needs, to be installed. " +
        "Run `npm install @grpc/grpc-js`, or leave `grpcPort` out and send OTLP over HTTP.",
      { cause: error },
    );
  }
}

type Handler = (call: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>) => void;

/** Bodies stay bytes: they are decoded like those over HTTP. */
function addExport(server: Server, signal: string, service: string, handler: Handler): void {
  const asIs = (bytes: Buffer): Buffer => bytes;
  const definition: ServiceDefinition = {
    Export: {
      path: `/opentelemetry.proto.collector.${signal}.v1.${service}/Export`,
      requestStream: false,
      responseStream: false,
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    },
  };
  server.addService(definition, { Export: handler });
}

function toHandler(services: Services, admission: CallAdmission, take: Take): Handler {
  return (call, reply) => {
    const { project } = admission.grantOf(call.metadata);
    void answer(services, project.id, call.request, take).then(
      (rejections) => reply(null, Buffer.from(encodeExportAnswer(rejections))),
      (thrown: unknown) => {
        observe(services, thrown);
        reply(toStatus(thrown));
      },
    );
  };
}

async function answer(
  services: Services,
  projectId: string,
  body: Buffer,
  take: Take,
): Promise<Rejections> {
  using _reading = services.requestBytes.reserve(body.length, projectId);
  return await take(services, projectId, body);
}

/** Calls have no lines and no figures of their own. */
function observe({ failures, metrics }: Services, thrown: unknown): void {
  const error = toHttpError(thrown);
  if (error.status >= 500) failures.requestFailed("A gRPC call failed.", error);
  if (error.status !== 429) return;
  metrics.requestRefused(codeOfRefusal(error));
  failures.requestRefused("A gRPC call was refused.", error);
}

async function identify(services: Services, peer: string, metadata: Metadata): Promise<Grant> {
  const textOf = (name: string): string | undefined => metadata.get(name)[0]?.toString();
  const address = services.clientAddresses.of(peer, textOf("x-forwarded-for"));
  const credentials = { authorization: textOf("authorization"), address };
  const grant = await authenticate(credentials, services, "write");
  services.rateLimiter.take(grant.keyId);
  return grant;
}

function toStatus(thrown: unknown): { readonly code: number; readonly details: string } {
  const { status, message } = toHttpError(thrown);
  return { code: toGrpcStatus(status), details: malformed(thrown) ?? message };
}

/** Calls have no headers for what their messages are. */
function malformed(thrown: unknown): string | undefined {
  return thrown instanceof MalformedOtlpError
    ? `Expected an export request of OTLP as protobuf, got a message that cannot be read: ${thrown.message} ` +
        "Check the exporter, and what is between it and the server."
    : undefined;
}

/** The certificate is that of HTTPS, and renewed with it. */
function toCredentials(grpc: Grpc, tls: ServerTls | undefined): ServerCredentials {
  if (tls === undefined) return grpc.ServerCredentials.createInsecure();
  class RenewedCredentials extends grpc.ServerCredentials {
    renew({ cert, key }: Tls): void {
      this.updateSecureContextOptions({ cert: [cert], key: [key] });
    }

    override _equals(other: ServerCredentials): boolean {
      return other === this;
    }
  }
  const { cert, key } = tls.current;
  const credentials = new RenewedCredentials({}, { cert: [cert], key: [key] });
  tls.onRenewed((renewed) => credentials.renew(renewed));
  return credentials;
}

function bind(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => {
      if (error === null) resolve(port);
      else {
        reject(
          new Error(
            `Expected ${address} to be free for gRPC, but it is not: ${error.message}. Choose another \`grpcPort\`.`,
            { cause: error },
          ),
        );
      }
    });
  });
}

function stop(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.forceShutdown(), graceMs);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
