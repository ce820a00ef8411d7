import type { HoneyHiveTracer } from "honeyhive";
import { answer, type Question } from "./answer.js";

export interface LambdaEvent {
  readonly body: string;
  readonly requestContext: { readonly requestId: string };
}

/**
 * A handler for AWS Lambda. The tracer is made once, outside; each invocation has its own session and flushes before it
 * answers, because the process may be frozen right after.
 */
export function createHandler(
  tracer: HoneyHiveTracer,
): (event: LambdaEvent) => Promise<{ statusCode: number; body: string }> {
  return async (event) => {
    const metadata = { request_id: event.requestContext.requestId };
    const body = await tracer.withSession({ name: "ask", metadata }, () =>
      answer(JSON.parse(event.body) as Question),
    );
    await tracer.flush();
    return { statusCode: 200, body: JSON.stringify(body) };
  };
}
