import { describeChat } from "./openai/describe-chat.js";
import { describeEmbeddings } from "./openai/describe-embeddings.js";
import { describeResponses } from "./openai/describe-responses.js";
import { traceClassMethods, type TracedMethod } from "./trace-method.js";

/** Of a client. */
export const openAiMethods: readonly TracedMethod[] = [
  { path: ["chat", "completions"], name: "create", describe: describeChat },
  { path: ["responses"], name: "create", describe: describeResponses },
  { path: ["embeddings"], name: "create", describe: describeEmbeddings },
];

const classMethods: readonly TracedMethod[] = [
  { path: ["Chat", "Completions", "prototype"], name: "create", describe: describeChat },
  { path: ["Responses", "prototype"], name: "create", describe: describeResponses },
  { path: ["Embeddings", "prototype"], name: "create", describe: describeEmbeddings },
];

/** Records the calls of every client of the class, or of a module that has it: of those made before, too. */
export function instrumentOpenAI(classOrModule: object): void {
  traceClassMethods(classOrModule, "OpenAI", classMethods);
}
