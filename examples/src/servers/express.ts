import express, { type Express } from "express";
import type { HoneyHiveTracer } from "honeyhive";
import { answer, type Question } from "./answer.js";

/** One session a request: the middleware runs everything behind it in the request's own session. */
export function createExpressApp(tracer: HoneyHiveTracer): Express {
  const app = express();
  app.use(express.json());
  app.use((request, _response, next) => {
    tracer.withSession({ name: `${request.method} ${request.path}` }, () => next());
  });
  app.post("/ask", async (request, response) => {
    response.json(await answer(request.body as Question));
  });
  return app;
}
