import type { HoneyHiveTracer } from "honeyhive";
import { answer, type Question } from "./answer.js";

/**
 * A route of Next.js: `export const POST = createRoute(tracer)` in `app/ask/route.ts`. Serverless platforms stop a
 * function after its answer, so the flush is handed to `waitUntil` (`after` in Next.js), or awaited.
 */
export function createRoute(
  tracer: HoneyHiveTracer,
  waitUntil?: (work: Promise<unknown>) => void,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const question = (await request.json()) as Question;
    const { pathname } = new URL(request.url);
    const body = await tracer.withSession({ name: `${request.method} ${pathname}` }, () =>
      answer(question),
    );
    const flushed = tracer.flush();
    if (waitUntil === undefined) await flushed;
    else waitUntil(flushed);
    return Response.json(body);
  };
}
