import assert from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * @typedef {object} Check
 * @property {string} key
 * @property {string} label
 * @property {(wrap: (fn: Function) => Function, arrives: (isRight: (records: readonly SpanRecord[]) => boolean) => Promise<boolean>) => unknown} holds
 *   Gives true when it holds; false, or anything thrown, when not.
 */

/** @typedef {{ id?: string, parentId?: string, text: string }} SpanRecord */

/** @type {readonly Check[]} */
export const checks = [
  {
    key: "sync",
    label: "a sync function stays sync",
    holds: (wrap) =>
      wrap(function five(_input) {
        return 5;
      })({}) === 5,
  },
  {
    key: "syncThrow",
    label: "a sync throw stays one, of the same error",
    holds(wrap) {
      const failure = new Error("failure");
      const fail = wrap(function fail(_input) {
        throw failure;
      });
      assert.throws(
        () => fail({}),
        (error) => error === failure,
      );
      return true;
    },
  },
  {
    key: "thisKept",
    label: "`this` is kept",
    holds: async (wrap) => {
      const owner = {
        value: 7,
        read: wrap(function read(_input) {
          return this?.value;
        }),
      };
      return (await owner.read({})) === 7;
    },
  },
  {
    key: "once",
    label: "a lazy thenable is asked once",
    holds: async (wrap) => {
      let asked = 0;
      // oxlint-disable-next-line unicorn/no-thenable -- Query builders are such objects.
      const lazy = { then: (resolve) => resolve(++asked) };
      const answer = await wrap(function ask(_input) {
        return lazy;
      })({});
      return answer === 1 && asked === 1;
    },
  },
  {
    key: "promiseClass",
    label: "a promise subclass keeps its methods",
    holds(wrap) {
      class Response extends Promise {
        withResponse() {
          return "response";
        }
      }
      const call = wrap(function call(_input) {
        return new Response((resolve) => resolve(1));
      });
      return call({}).withResponse() === "response";
    },
  },
  {
    key: "generatorValues",
    label: "a sync generator yields the same values",
    holds: (wrap) =>
      [
        ...wrap(function* count(_input) {
          yield* [1, 2, 3];
        })({}),
      ].join() === "1,2,3",
  },
  {
    key: "generatorCleanup",
    label: "an early `break` runs the generator's `finally`",
    holds: async (wrap) => {
      let isClean = false;
      const stream = wrap(async function* stream(_input) {
        try {
          yield* [1, 2, 3];
        } finally {
          isClean = true;
        }
      });
      for await (const _item of stream({})) break;
      return isClean;
    },
  },
  {
    key: "generatorOutput",
    label: "a generator's output is recorded",
    holds: async (wrap, arrives) => {
      const stream = wrap(async function* stream(_input) {
        yield* ["piece-one", "piece-two"];
      });
      for await (const _item of stream({})) await nextTurn();
      return arrives(someText((text) => text.includes("piece-one") && text.includes("piece-two")));
    },
  },
  {
    key: "generatorNesting",
    label: "what a generator calls hangs below it",
    holds: async (wrap, arrives) => {
      const child = wrap(async function child(_input) {
        return "child-output";
      });
      const stream = wrap(async function* stream(_input) {
        yield "first";
        yield await child({ mark: "child-mark" });
      });
      for await (const _item of stream({ mark: "stream-mark" })) await nextTurn();
      return arrives((records) => {
        const of = (mark) => records.find(({ text }) => text.includes(mark));
        const [inner, outer] = [of("child-mark"), of("stream-mark")];
        return inner?.parentId !== undefined && inner.parentId === outer?.id;
      });
    },
  },
  {
    key: "mutation",
    label: "inputs are those of the call, whatever is done to them later",
    holds: async (wrap, arrives) => {
      const input = { text: "value-before" };
      const running = wrap(async function work(_input) {
        await nextTurn();
        return "done";
      })(input);
      input.text = "value-after";
      await running;
      return arrives(
        someText((text) => text.includes("value-before") && !text.includes("value-after")),
      );
    },
  },
  ...hostileInputs(),
  {
    key: "failure",
    label: "a failing call is delivered with its error",
    holds: async (wrap, arrives) => {
      const fail = wrap(async function fail(_input) {
        throw new Error("failure-mark");
      });
      await assert.rejects(fail({}));
      return arrives(someText((text) => text.includes("failure-mark")));
    },
  },
  {
    key: "chat",
    label: "a chat of 100 messages is complete, and its answer too",
    holds: async (wrap, arrives) => {
      const messages = Array.from({ length: 100 }, (_, index) => ({
        role: "user",
        content: `message-${index}-end`,
      }));
      await wrap(async function chat(_input) {
        return { answer: "chat-answer" };
      })({ messages });
      return arrives(
        someText(
          (text) =>
            text.includes("chat-answer") && messages.every(({ content }) => text.includes(content)),
        ),
      );
    },
  },
];

/** Inputs that cannot be written as JSON: the call works and its span arrives with the rest of them. */
function hostileInputs() {
  const circular = { mark: "hostile-mark" };
  circular.self = circular;
  const throwing = {
    mark: "hostile-mark",
    get broken() {
      throw new Error("broken");
    },
  };
  return [
    ["circular", "circular input is recorded", circular],
    ["bigint", "input with a bigint is recorded", { mark: "hostile-mark", big: 10n }],
    ["getter", "input with a getter that throws is recorded", throwing],
  ].map(([key, label, input]) => ({
    key,
    label,
    holds: async (wrap, arrives) => {
      const answer = await wrap(async function work(_input) {
        return "done";
      })(input);
      return (
        answer === "done" && (await arrives(someText((text) => text.includes("hostile-mark"))))
      );
    },
  }));
}

function someText(isRight) {
  return (records) => records.some(({ text }) => isRight(text));
}
