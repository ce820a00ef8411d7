import { HttpError } from "../lib/http-error.js";
import { ModelError } from "./complete-chat.js";

/** Why there is no answer, for the person who waits for it. What is no `ModelError` stays as it is. */
export function explainModelError(error: unknown, model: string): unknown {
  if (!(error instanceof ModelError)) return error;
  const { problem } = error;
  switch (problem.kind) {
    case "timeout":
      return new HttpError(
        504,
        "MODEL_TIMEOUT",
        "Expected the model's API to answer in time, and it did not. Try it again, with a faster model or a shorter answer.",
      );
    case "unreachable":
      return new HttpError(
        502,
        "MODEL_UNAVAILABLE",
        `Expected to reach the model's API, got: ${error.message}. Check whether it runs, and the server's HONEYHIVE_MODEL_ENDPOINT_BASE_URL.`,
      );
    case "unreadable":
      return noCompletion();
    case "refused": {
      const { expected, advice } = whyRefused(problem.status, model);
      const said = problem.said === undefined ? "" : `: ${problem.said.replace(/\.$/, "")}`;
      // Not 5xx whatever it is: such answers are logged with what they say, and this may repeat what was sent.
      return new HttpError(
        422,
        "MODEL_REFUSED",
        `Expected the model's API ${expected}, got ${problem.status}${said}. ${advice}`,
      );
    }
    default:
      problem satisfies never;
      throw new TypeError("Unknown problem of the model's API.", { cause: error });
  }
}

export function noCompletion(): HttpError {
  return new HttpError(
    502,
    "MODEL_UNAVAILABLE",
    "Expected a chat completion from the model's API, got something else. Check that HONEYHIVE_MODEL_ENDPOINT_BASE_URL is the address of an OpenAI-compatible API.",
  );
}

function whyRefused(
  status: number,
  model: string,
): { readonly expected: string; readonly advice: string } {
  switch (status) {
    case 401:
    case 403:
      return {
        expected: "to take the server's key",
        advice: `Check HONEYHIVE_MODEL_ENDPOINT_API_KEY, and that the key may use \`${model}\`.`,
      };
    case 404:
      return {
        expected: `to know the model \`${model}\``,
        advice: "Correct its name, or the server's HONEYHIVE_MODEL_ENDPOINT_BASE_URL.",
      };
    case 429:
      return {
        expected: "to take one more request",
        advice: "Try it again later, or look at its limits.",
      };
    default:
      return status < 500
        ? { expected: "to take the prompt", advice: "Correct its messages or parameters." }
        : { expected: "to answer", advice: "Try it again; if it keeps failing, look there." };
  }
}
