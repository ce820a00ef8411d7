import { describeChat } from "./openai/describe-chat.js";
import { describeCompletions } from "./openai/describe-completions.js";
import { describeEmbeddings } from "./openai/describe-embeddings.js";
import {
  describeImages,
  describeModeration,
  describeSpeech,
  describeTranscription,
} from "./openai/describe-media.js";
import { describeResponses } from "./openai/describe-responses.js";
import { traceClassMethods, type TracedMethod } from "./trace-method.js";

/** Of a client. */
export const openAiMethods: readonly TracedMethod[] = [
  { path: ["chat", "completions"], name: "create", describe: describeChat },
  { path: ["completions"], name: "create", describe: describeCompletions },
  { path: ["responses"], name: "create", describe: describeResponses },
  { path: ["beta", "responses"], name: "create", describe: describeResponses },
  { path: ["embeddings"], name: "create", describe: describeEmbeddings },
  { path: ["moderations"], name: "create", describe: describeModeration },
  { path: ["images"], name: "generate", describe: describeImages },
  { path: ["images"], name: "edit", describe: describeImages },
  { path: ["images"], name: "createVariation", describe: describeImages },
  { path: ["audio", "transcriptions"], name: "create", describe: describeTranscription },
  { path: ["audio", "translations"], name: "create", describe: describeTranscription },
  { path: ["audio", "speech"], name: "create", describe: describeSpeech },
];

/** A class has the classes of its parts under the names of these. */
const classMethods: readonly TracedMethod[] = openAiMethods.map(({ path, ...method }) => ({
  ...method,
  path: [...path.map((part) => part.charAt(0).toUpperCase() + part.slice(1)), "prototype"],
}));

/** Records the calls of every client of the class, or of a module that has it: of those made before, too. */
export function instrumentOpenAI(classOrModule: object): void {
  traceClassMethods(classOrModule, "OpenAI", classMethods);
}
