import { HoneyHiveTracer, traceChain } from "honeyhive";
import { dataset, packageNames } from "./dataset.js";
import type { OpenServer } from "./open-server.js";
import type { Answer } from "./question-answerer.js";

const userCount = 8;

export interface Service {
  readonly server: OpenServer;
  readonly answer: (question: string, signal: AbortSignal) => Promise<Answer>;
  readonly interrupted: AbortSignal;
}

/**
 * Users who ask at the same time, each about one package and in a session of their own, as in production.
 *
 * @returns how many they are
 */
export async function serveUsers({ server, answer, interrupted }: Service): Promise<number> {
  const tracer = new HoneyHiveTracer({ apiKey: server.apiKey, serverUrl: server.url });
  const answerQuestion = traceChain(function answerQuestion(question: string): Promise<Answer> {
    // One of its own, as each request of a server has.
    return answer(question, AbortSignal.any([interrupted]));
  });
  const conversations = packageNames.slice(0, userCount).map((packageName, number) => {
    const session = { name: packageName, userProperties: { user: `user ${number + 1}` } };
    return tracer.withSession(session, async () => {
      for (const question of questionsAbout(packageName)) await answerQuestion(question);
    });
  });
  // One whose question failed has the error in its session.
  await Promise.allSettled(conversations);
  await tracer.shutdown();
  return conversations.length;
}

function questionsAbout(packageName: string): string[] {
  const source = `${packageName}/README.md`;
  return dataset
    .filter(({ groundTruth }) => groundTruth.source === source)
    .map(({ inputs }) => inputs.question);
}
