import type { AnswerMessage, CallTokens, JsonObject } from "@honeyhive/contract";
import { z } from "zod";

/** What a body of `/chat/completions` says. */
export interface Completion {
  readonly message: AnswerMessage;
  readonly finishReason: string | null;
  readonly model: string | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  /** Undefined where it says nothing about tokens. */
  readonly usage: CallTokens | undefined;
}

/** Undefined where it is none. */
export function readCompletion(body: JsonObject): Completion | undefined {
  const answer = completionSchema.safeParse(body).data;
  const choice = answer?.choices[0];
  if (answer === undefined || choice === undefined) return undefined;
  const { role, content, refusal, tool_calls } = choice.message;
  const { prompt_tokens = null, completion_tokens = null } = answer.usage ?? {};
  const isCounted = prompt_tokens !== null || completion_tokens !== null;
  return {
    message: {
      role: role ?? "assistant",
      content: textOf(content),
      refusal: refusal ?? null,
      tool_calls: (tool_calls ?? []).map(({ id, function: { name, arguments: given } }) => ({
        id: id ?? "",
        name,
        arguments: typeof given === "string" ? given : JSON.stringify(given ?? {}),
      })),
    },
    finishReason: choice.finish_reason ?? null,
    model: answer.model || null,
    promptTokens: prompt_tokens,
    completionTokens: completion_tokens,
    usage: isCounted
      ? {
          inputTokens: prompt_tokens ?? 0,
          outputTokens: completion_tokens ?? 0,
          cacheReadTokens: answer.usage?.prompt_tokens_details?.cached_tokens ?? 0,
          cacheWriteTokens: 0,
        }
      : undefined,
  };
}

const count = z.number().int().nonnegative().nullish();
const partSchema = z.looseObject({ text: z.string().optional() });

const messageSchema = z.object({
  role: z.string().nullish(),
  content: z.union([z.string(), z.array(partSchema)]).nullish(),
  refusal: z.string().nullish(),
  tool_calls: z
    .array(
      z.object({
        id: z.string().nullish(),
        function: z.object({ name: z.string(), arguments: z.unknown() }),
      }),
    )
    .nullish(),
});

const completionSchema = z.object({
  model: z.string().nullish(),
  choices: z
    .array(z.object({ message: messageSchema, finish_reason: z.string().nullish() }))
    .min(1),
  // Not every API counts, and an answer is one without, too.
  usage: z
    .object({
      prompt_tokens: count,
      completion_tokens: count,
      prompt_tokens_details: z.object({ cached_tokens: count }).nullish(),
    })
    .nullish()
    .catch(undefined),
});

/** Some say it in parts. */
function textOf(content: z.infer<typeof messageSchema>["content"]): string | null {
  if (!Array.isArray(content)) return content ?? null;
  return content.map(({ text }) => text ?? "").join("");
}
