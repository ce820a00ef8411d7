import { startModelServer } from "@honeyhive/testing";
import { wrapOpenAI } from "honeyhive/openai";
import OpenAI from "openai";

export interface Endpoint extends AsyncDisposable {
  readonly client: OpenAI;
  readonly smallModel: string;
  readonly largeModel: string;
  readonly embeddingModel: string;
}

/**
 * With `OPENAI_API_KEY` set, the endpoint that `OPENAI_BASE_URL`, `OPENAI_MODEL` and `OPENAI_EMBEDDING_MODEL` name;
 * otherwise the project's own model server, which needs neither key nor network.
 */
export async function openEndpoint(env: NodeJS.ProcessEnv): Promise<Endpoint> {
  if (env["OPENAI_API_KEY"] !== undefined) {
    const model = env["OPENAI_MODEL"] ?? "gpt-5-mini";
    return {
      client: wrapOpenAI(new OpenAI()),
      smallModel: model,
      largeModel: model,
      embeddingModel: env["OPENAI_EMBEDDING_MODEL"] ?? "text-embedding-3-small",
      [Symbol.asyncDispose]: async () => {},
    };
  }
  const server = await startModelServer();
  return {
    client: wrapOpenAI(new OpenAI({ baseURL: server.baseUrl, apiKey: server.apiKey })),
    smallModel: "extract-small",
    largeModel: "extract-large",
    embeddingModel: "embed-small",
    [Symbol.asyncDispose]: () => server.close(),
  };
}
