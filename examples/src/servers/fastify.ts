import fastify, { type FastifyInstance } from "fastify";
import type { HoneyHiveTracer } from "honeyhive";
import { answer, type Question } from "./answer.js";

/** One session a request: the hook's `done` runs the rest of the request in its own session. */
export function createFastifyApp(tracer: HoneyHiveTracer): FastifyInstance {
  const app = fastify();
  app.addHook("preHandler", (request, _reply, done) => {
    tracer.withSession({ name: `${request.method} ${request.url}` }, () => done());
  });
  app.post("/ask", (request) => answer(request.body as Question));
  return app;
}
