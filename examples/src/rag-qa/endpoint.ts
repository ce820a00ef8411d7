import { startModelServer } from "@honeyhive/testing";
import { wrapOpenAI } from "honeyhive/openai";
import type { Prices } from "honeyhive";
import OpenAI from "openai";

export interface Endpoint extends AsyncDisposable {
  readonly client: OpenAI;
  readonly smallModel: string;
  readonly largeModel: string;
  readonly embeddingModel: string;
  /** US dollars per million tokens; undefined for models that are the user's choice. */
  readonly prices?: Exclude<Prices, Function> | undefined;
}

/** What the project's own models would cost if they were such as others sell. */
const prices = {
  "extract-small": { input: 0.15, output: 0.6 },
  "extract-large": { input: 2.5, output: 10 },
  "embed-small": { input: 0.02, output: 0 },
};

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
    prices,
    [Symbol.asyncDispose]: () => server.close(),
  };
}
