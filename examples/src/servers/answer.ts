import { enrichSpan, traceChain, traceTool } from "honeyhive";

/** Shared by all requests: whose session it runs in is decided by each call. */
const lookUp = traceTool(async function lookUp(question: string) {
  await new Promise((resolve) => setTimeout(resolve, question.length % 5));
  return `Everything about ${question}`;
});

export interface Question {
  readonly user: string;
  readonly question: string;
}

/** What the servers of these examples do with a request. */
export const answer = traceChain(async function answer({ user, question }: Question) {
  enrichSpan({ userProperties: { user } });
  const found = await lookUp(question);
  return { user, answer: found };
});
