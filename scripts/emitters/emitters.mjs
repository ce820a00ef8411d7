const openTelemetry = {
  "@opentelemetry/api": "1.9.1",
  "@opentelemetry/api-logs": "0.223.0",
  "@opentelemetry/exporter-logs-otlp-http": "0.223.0",
  "@opentelemetry/exporter-trace-otlp-http": "0.223.0",
  "@opentelemetry/resources": "2.12.0",
  "@opentelemetry/sdk-logs": "0.223.0",
  "@opentelemetry/sdk-trace-base": "2.12.0",
  "@opentelemetry/sdk-trace-node": "2.12.0",
};
const openai = { ...openTelemetry, openai: "7.57.0" };
const anthropic = { ...openTelemetry, "@anthropic-ai/sdk": "1.12.0" };
const bedrock = {
  ...openTelemetry,
  "@aws-sdk/client-bedrock-runtime": "3.1164.0",
  "@smithy/node-http-handler": "4.14.2",
};
const langchain = {
  ...openTelemetry,
  "@langchain/core": "1.4.0",
  "@langchain/openai": "1.6.0",
  zod: "4.6.7",
};

/** One entry for each emitter and version; `id` names the recording. */
export const emitters = [
  openInference("openinference-openai-4", "openai", "4.2.7", openai, "OpenAIInstrumentation"),
  {
    ...openInference(
      "openinference-openai-4-responses",
      "openai",
      "4.2.7",
      openai,
      "OpenAIInstrumentation",
    ),
    program: "openai-responses.cjs",
  },
  openInference(
    "openinference-openai-agents-0.2",
    "openai-agents",
    "0.2.15",
    { ...openai, "@openai/agents": "0.20.0", zod: "4.6.7" },
    "OpenAIAgentsInstrumentation",
  ),
  openInference(
    "openinference-anthropic-0.2",
    "anthropic",
    "0.2.8",
    anthropic,
    "AnthropicInstrumentation",
  ),
  openInference(
    "openinference-langchain-4",
    "langchain",
    "4.1.1",
    langchain,
    "LangChainInstrumentation",
  ),
  openInference("openinference-bedrock-0.5", "bedrock", "0.5.1", bedrock, "BedrockInstrumentation"),
  traceloop("traceloop-openai-0.12", "openai", "0.12.0", { ...openTelemetry, openai: "4.104.0" }),
  traceloop("traceloop-openai-0.27", "openai", "0.27.0", openai),
  traceloop("traceloop-anthropic-0.12", "anthropic", "0.12.0", {
    ...openTelemetry,
    "@anthropic-ai/sdk": "0.27.3",
  }),
  // It cannot instrument newer clients: they have no `Completions`.
  traceloop("traceloop-anthropic-0.27", "anthropic", "0.27.0", {
    ...openTelemetry,
    "@anthropic-ai/sdk": "0.80.0",
  }),
  traceloop("traceloop-langchain-0.27", "langchain", "0.27.0", langchain),
  traceloop("traceloop-qdrant-0.27", "qdrant", "0.27.0", {
    ...openTelemetry,
    "@qdrant/js-client-rest": "1.15.1",
  }),
  traceloop("traceloop-mcp-0.27", "mcp", "0.27.0", {
    ...openTelemetry,
    "@modelcontextprotocol/sdk": "1.32.2",
    zod: "4.6.7",
  }),
  traceloop("traceloop-google-generativeai-0.27", "google-generativeai", "0.27.0", {
    ...openTelemetry,
    "@google/genai": "3.1.0",
  }),
  {
    ...traceloop("traceloop-google-genai-vertex-0.27", "google-generativeai", "0.27.0", {
      ...openTelemetry,
      "@google/genai": "3.1.0",
    }),
    environment: {
      INSTRUMENTATION: "@traceloop/instrumentation-google-generativeai#GenAIInstrumentation",
      VERTEX: "1",
    },
  },
  traceloop("traceloop-bedrock-0.27", "bedrock", "0.27.0", bedrock),
  traceloop("traceloop-vertexai-0.27", "vertexai", "0.27.0", {
    ...openTelemetry,
    "@google-cloud/vertexai": "1.12.0",
    "google-auth-library": "9.15.1",
  }),
  traceloop("traceloop-cohere-0.27", "cohere", "0.27.0", {
    ...openTelemetry,
    "cohere-ai": "7.20.0",
  }),
  {
    id: "mastra-otel-bridge-1",
    program: "mastra.cjs",
    dependencies: {
      ...openTelemetry,
      "@ai-sdk/openai": "2.0.131",
      "@mastra/core": "1.71.0",
      "@mastra/observability": "1.17.9",
      "@mastra/otel-bridge": "1.5.4",
      zod: "4.6.7",
    },
  },
  {
    // The last one for this generation of OpenTelemetry.
    id: "opentelemetry-openai-0.20",
    program: "openai.cjs",
    environment: {
      INSTRUMENTATION: "@opentelemetry/instrumentation-openai#OpenAIInstrumentation",
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "true",
    },
    dependencies: {
      ...openai,
      openai: "5.23.2",
      "@opentelemetry/instrumentation-openai": "0.20.0",
    },
  },
  aiSdk("ai-sdk-5", "5.0.277"),
  aiSdk("ai-sdk-6", "6.0.326"),
  {
    id: "ai-sdk-7",
    program: "ai-sdk.cjs",
    dependencies: { ...openTelemetry, ai: "7.0.173", "@ai-sdk/otel": "1.0.173", zod: "4.6.7" },
  },
  {
    id: "ai-sdk-7-legacy",
    program: "ai-sdk.cjs",
    environment: { AI_SDK_LEGACY: "1" },
    dependencies: { ...openTelemetry, ai: "7.0.173", "@ai-sdk/otel": "1.0.173", zod: "4.6.7" },
  },
  {
    id: "openinference-vercel-3",
    program: "ai-sdk.cjs",
    environment: { OPENINFERENCE: "1" },
    dependencies: {
      ...openTelemetry,
      ai: "7.0.173",
      "@ai-sdk/otel": "1.0.173",
      "@arizeai/openinference-vercel": "3.2.1",
      zod: "4.6.7",
    },
  },
  {
    id: "strands-1.19",
    program: "strands.cjs",
    dependencies: {
      ...openTelemetry,
      "@modelcontextprotocol/sdk": "1.26.0",
      "@strands-agents/sdk": "1.19.0",
      openai: "6.49.0",
      zod: "4.6.7",
    },
  },
  {
    id: "google-adk-2.0",
    program: "google-adk.cjs",
    dependencies: {
      ...openTelemetry,
      "@google/adk": "2.0.0",
      express: "5.1.0",
      "@modelcontextprotocol/sdk": "1.26.0",
      zod: "4.6.7",
    },
  },
  {
    id: "http-undici",
    program: "http.cjs",
    dependencies: {
      ...openTelemetry,
      "@opentelemetry/instrumentation-http": "0.223.0",
      "@opentelemetry/instrumentation-undici": "0.33.0",
    },
  },

  { id: "honeyhive-1.0", program: "honeyhive-1.cjs", dependencies: { honeyhive: "1.0.42" } },
];

function openInference(id, name, version, dependencies, className) {
  const library = `@arizeai/openinference-instrumentation-${name}`;
  return {
    id,
    program: `${name}.cjs`,
    environment: { INSTRUMENTATION: `${library}#${className}` },
    dependencies: { ...dependencies, [library]: version },
  };
}

function traceloop(id, name, version, dependencies) {
  const library = `@traceloop/instrumentation-${name}`;
  const className = {
    openai: "OpenAI",
    langchain: "LangChain",
    mcp: "Mcp",
    "google-generativeai": "GenAI",
    vertexai: "VertexAI",
  }[name];
  return {
    id,
    program: `${name}.cjs`,
    environment: {
      INSTRUMENTATION: `${library}#${className ?? name[0].toUpperCase() + name.slice(1)}Instrumentation`,
    },
    dependencies: { ...dependencies, [library]: version },
  };
}

function aiSdk(id, version) {
  return {
    id,
    program: "ai-sdk.cjs",
    dependencies: { ...openTelemetry, ai: version, zod: "4.6.7" },
  };
}
