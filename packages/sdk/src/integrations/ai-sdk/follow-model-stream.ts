import { asRecord, asText, type AnyRecord } from "../../model-clients/read.js";
import type { OpenSpan } from "../../operations/open-span.js";
import { currentScope } from "../../scope/active-scope.js";
import { followBody } from "../../wrap/follow-stream.js";
import type { OutputCollector } from "../../wrap/output-collector.js";

/** What a model had said when its stream was left. */
export interface PartialAnswer {
  readonly content: readonly AnyRecord[];
  /** Whether the SDK gave the stream up to ask again. */
  readonly isFailed: boolean;
}

/**
 * Of a stream that is left before its end the SDK says nothing: `onLeft` is told what it gave.
 * @returns what leaves it
 */
export function followModelStream(
  result: unknown,
  model: OpenSpan,
  onLeft: (answer: PartialAnswer) => void,
): (() => void) | undefined {
  const { stream } = asRecord(result);
  const scope = model.run(() => currentScope());
  if (typeof stream !== "object" || stream === null || scope === undefined) return undefined;
  const collector = collectParts();
  const completion = {
    isDone: false,
    onValue: () => {
      if (completion.isDone) return;
      completion.isDone = true;
      const answer = collector.result();
      if (!answer.isFinished) onLeft(answer);
    },
    // The SDK tells of errors itself.
    onError: () => {
      completion.isDone = true;
    },
  };
  try {
    return followBody(stream, { scope, collector, completion }) ? completion.onValue : undefined;
  } catch {
    // A stream that cannot be followed is the SDK's alone.
    return undefined;
  }
}

interface PartCollector extends OutputCollector {
  result(): PartialAnswer & { readonly isFinished: boolean };
}

function collectParts(): PartCollector {
  const texts = new Map<string, AnyRecord>();
  const calls: AnyRecord[] = [];
  let last: unknown;
  let isFinished = false;
  return {
    add: (item) => {
      const part = asRecord(item);
      const type = asText(part["type"]);
      last = type;
      if (type === "finish") isFinished = true;
      if (type === "tool-call") calls.push(part);
      if (type !== "text-delta" && type !== "reasoning-delta") return;
      const kind = type.replace("-delta", "");
      const key = `${kind} ${asText(part["id"])}`;
      const text = texts.get(key) ?? { type: kind, text: "" };
      texts.set(key, text);
      text["text"] = asText(text["text"]) + asText(part["delta"]);
    },
    result: () => ({
      content: [...texts.values(), ...calls],
      isFailed: last === "error",
      isFinished,
    }),
  };
}
