import { createServer, type Server } from "node:http";
import type { HoneyHiveTracer } from "honeyhive";
import { answer, type Question } from "./answer.js";

/** The service behind: continues the trace and the session that the headers describe. */
export function createBackend(tracer: HoneyHiveTracer): Server {
  return createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const question = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Question;
      const body = await tracer.withCarrier(request.headers, () => answer(question));
      response.setHeader("content-type", "application/json").end(JSON.stringify(body));
    })();
  });
}

/** The service in front: sends its place along, so that both are one trace in one session. */
export function createFrontend(
  tracer: HoneyHiveTracer,
  backendUrl: string,
): (question: Question) => Promise<unknown> {
  return (question) =>
    tracer.withSession({ name: "front" }, () =>
      tracer.startSpan("ask the backend", { inputs: { ...question } }, async () => {
        const response = await fetch(backendUrl, {
          method: "POST",
          headers: tracer.inject(new Headers({ "content-type": "application/json" })),
          body: JSON.stringify(question),
        });
        return response.json();
      }),
    );
}
