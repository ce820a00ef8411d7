import type { CacheableRequest } from "../types/model-cache.js";

/** Of OpenAI and those who speak its protocol, Anthropic, Google, AWS, Cohere and Ollama. */
const paths: readonly RegExp[] = [
  /\/(chat\/)?completions$/,
  /\/(responses|embeddings|moderations|rerank|messages|messages\/count_tokens)$/,
  /:(generateContent|streamGenerateContent|embedContent|batchEmbedContents|predict|rawPredict|streamRawPredict)$/,
  /\/model\/[^/]+\/(invoke|invoke-with-response-stream|converse|converse-stream)$/,
  /\/v[12]\/(chat|embed)$/,
  /\/api\/(chat|generate|embed|embeddings)$/,
];

/** Whether a request asks a model. Others, such as the calls of tools, have effects that must not be left out. */
export function isModelCall({ method, url }: CacheableRequest): boolean {
  if (method !== "POST" || !URL.canParse(url)) return false;
  const { pathname } = new URL(url);
  return paths.some((path) => path.test(pathname.replace(/\/+$/, "")));
}
