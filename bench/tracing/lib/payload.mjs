const words =
  "the parcel left our warehouse on Monday and reached the depot near you this morning where it waits for the van ".repeat(
    8,
  );

/** About 1 KB of JSON: a short chat. `marker` makes a call recognisable at the sink. */
export function createInput(marker = "input") {
  return {
    marker,
    model: "small-model-1",
    temperature: 0.2,
    messages: [
      { role: "system", content: `You answer "order" questions.\n${words.slice(0, 280)}` },
      {
        role: "user",
        content: `Where is my order, and can I still change it? ${words.slice(0, 430)}`,
      },
    ],
    tools: ["search", "lookup"],
  };
}

/** About 1 KB of JSON: the answer. */
export const output = {
  id: "completion-0001",
  choices: [
    {
      index: 0,
      finishReason: "stop",
      message: { role: "assistant", content: `Here is "what" I found:\n${words.slice(0, 740)}` },
    },
  ],
  usage: { promptTokens: 212, completionTokens: 187, totalTokens: 399 },
  sources: ["orders/1042", "policies/returns"],
};

/** The session that contestants open as number `index`: the same UUID for all of them. */
export function sessionId(index) {
  return `00000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
}
