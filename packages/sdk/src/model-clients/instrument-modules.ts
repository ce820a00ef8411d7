import { nearestName } from "@honeyhive/contract";
import type { Logger } from "../lib/logger.js";
import { processState } from "../core/process-state.js";
import { describeError } from "../lib/describe-error.js";
import { globalRouter } from "../otel/global-router.js";
import type { Instrumentor } from "../core/instrumentor.js";

/** Client libraries, by the names that older versions took: the module, or its class. */
export type InstrumentModules = Partial<Record<ModuleName, object | undefined>>;

export type ModuleName = keyof typeof ownInstrumentations | keyof typeof packages;

type Instrument = (classOrModule: object) => void;

const ownInstrumentations = {
  openAI: async () => (await import("./instrument-openai.js")).instrumentOpenAI,
  azureOpenAI: async () => (await import("./instrument-openai.js")).instrumentOpenAI,
  anthropic: async () => (await import("./instrument-anthropic.js")).instrumentAnthropic,
  googleGenAI: async () => (await import("./instrument-google.js")).instrumentGoogleGenAI,
  openAIAgents: async () => (await import("./instrument-openai-agents.js")).instrumentOpenAIAgents,
} satisfies Record<string, () => Promise<Instrument>>;

/** OpenLLMetry's package and class for each of the others. */
const packages = {
  cohere: ["cohere", "CohereInstrumentation"],
  bedrock: ["bedrock", "BedrockInstrumentation"],
  google_vertexai: ["vertexai", "VertexAIInstrumentation"],
  google_aiplatform: ["vertexai", "AIPlatformInstrumentation"],
  pinecone: ["pinecone", "PineconeInstrumentation"],
  together: ["together", "TogetherInstrumentation"],
  langchain: ["langchain", "LangChainInstrumentation"],
  llamaIndex: ["llamaindex", "LlamaIndexInstrumentation"],
  chromadb: ["chromadb", "ChromaDBInstrumentation"],
  qdrant: ["qdrant", "QdrantInstrumentation"],
} as const;

/** Records the calls of the given libraries, each once for all tracers. Resolves when that is done; never rejects. */
export async function instrumentModules(
  modules: InstrumentModules,
  logger: Logger,
  load: (name: string) => Promise<unknown> = loadPackage,
): Promise<void> {
  const given = Object.entries(modules).filter(([, module]) => module !== undefined);
  await Promise.all(
    given.map(async ([name, module]) => {
      try {
        await instrument(name, module, load);
      } catch (error) {
        logger.warn(`\`instrumentModules.${name}\` is left out: ${describeError(error).message}`);
      }
    }),
  );
}

async function instrument(
  name: string,
  module: unknown,
  load: (name: string) => Promise<unknown>,
): Promise<void> {
  const isModule = (typeof module === "object" && module !== null) || typeof module === "function";
  if (!isModule) throw new TypeError(`expected a module or a class, got ${typeof module}.`);
  if (processState.instrumentedModules.has(module)) return;
  processState.instrumentedModules.add(module);
  if (Object.hasOwn(ownInstrumentations, name)) {
    // The name is one of the table's own.
    const loadOwn = ownInstrumentations[name as keyof typeof ownInstrumentations];
    (await loadOwn())(module);
    return;
  }
  const instrumentation = await loadInstrumentation(name, load);
  instrumentation.setTracerProvider(globalRouter);
  instrumentation.manuallyInstrument(module);
}

interface ManualInstrumentor extends Instrumentor {
  manuallyInstrument(module: unknown): void;
}

async function loadInstrumentation(
  name: string,
  load: (name: string) => Promise<unknown>,
): Promise<ManualInstrumentor> {
  if (!Object.hasOwn(packages, name)) {
    const names = [...Object.keys(ownInstrumentations), ...Object.keys(packages)];
    const nearest = nearestName(name, names);
    const hint = nearest === undefined ? "" : ` Did you mean \`${nearest}\`?`;
    throw new TypeError(`expected one of ${names.join(", ")}.${hint}`);
  }
  // The name is one of the table's own.
  const [suffix, className] = packages[name as keyof typeof packages];
  const packageName = `@traceloop/instrumentation-${suffix}`;
  const loaded = await load(packageName).catch((error: unknown) => {
    throw new Error(
      `expected ${packageName} to be installed. Install it, or pass an instrumentation in \`instrumentors\`.`,
      { cause: error },
    );
  });
  // What these packages export under this name.
  const Instrumentation = (loaded as Readonly<Record<string, new () => ManualInstrumentor>>)[
    className
  ];
  if (Instrumentation === undefined) {
    throw new Error(`expected ${packageName} to export ${className}.`);
  }
  return new Instrumentation();
}

/** The name is not literal, so that bundlers leave what is optional alone. */
function loadPackage(name: string): Promise<unknown> {
  return import(/* webpackIgnore: true */ /* @vite-ignore */ name);
}
