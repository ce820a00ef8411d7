import { Hono } from "hono";
import type { HoneyHiveTracer } from "honeyhive";
import { answer, type Question } from "./answer.js";

/** One session a request: the middleware awaits the rest of the request inside its own session. */
export function createHonoApp(tracer: HoneyHiveTracer): Hono {
  const app = new Hono();
  app.use((context, next) =>
    tracer.withSession({ name: `${context.req.method} ${context.req.path}` }, next),
  );
  app.post("/ask", async (context) =>
    context.json(await answer(await context.req.json<Question>())),
  );
  return app;
}
