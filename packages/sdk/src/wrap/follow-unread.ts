import type { Scope } from "../core/scope.js";
import type { Completion } from "./completion.js";
import { followResponse } from "./follow-response.js";

/**
 * Follows a response that is asked for before it is read, as Anthropic's helpers do: a stream of events to its end, with
 * whatever reads it. What any other response says, its promise tells when it is asked.
 */
export async function followUnread(
  asked: PromiseLike<unknown>,
  scope: Scope,
  completion: Completion,
): Promise<unknown> {
  try {
    const answer = await asked;
    if (typeof answer === "object" && answer !== null && "response" in answer) {
      followResponse(answer.response, scope, completion);
    }
    return answer;
  } catch (error) {
    completion.onError(error);
    throw error;
  }
}
