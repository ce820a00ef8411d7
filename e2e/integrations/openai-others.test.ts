import { startCollector } from "@honeyhive/testing";
import { HoneyHiveTracer } from "honeyhive";
import { wrapOpenAI } from "honeyhive/openai";
import OpenAI from "openai";
import { expect, test } from "vitest";

const usage = { input_tokens: 3, output_tokens: 4, total_tokens: 7 };
const file = new File(["sound"], "bees.mp3");
const others: readonly (readonly [
  string,
  { answer: object | string; call: (openai: OpenAI) => Promise<unknown>; attributes: object },
])[] = [
  [
    "completions",
    {
      answer: {
        model: "davinci",
        choices: [{ index: 0, text: " honey.", finish_reason: "stop" }],
        usage: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 },
      },
      call: (openai) => openai.completions.create({ model: "davinci", prompt: "Bees make" }),
      attributes: {
        honeyhive_event_type: "model",
        "honeyhive_inputs.chat_history": '[{"role":"user","content":"Bees make"}]',
        "honeyhive_outputs.content": " honey.",
        "honeyhive_metadata.total_tokens": 5,
      },
    },
  ],
  [
    "moderations",
    {
      answer: { id: "m1", model: "omni", results: [{ flagged: true, categories: {} }] },
      call: (openai) => openai.moderations.create({ input: "a threat" }),
      attributes: {
        honeyhive_event_type: "tool",
        "honeyhive_inputs.input": "a threat",
        "honeyhive_outputs.flagged": true,
      },
    },
  ],
  [
    "images",
    {
      answer: { data: [{ b64_json: "aaaa" }, { url: "https://pictures/1" }], usage },
      call: (openai) => openai.images.generate({ model: "gpt-image-1", prompt: "A bee", n: 2 }),
      attributes: {
        "honeyhive_inputs.prompt": "A bee",
        "honeyhive_config.n": 2,
        "honeyhive_outputs.count": 2,
        "honeyhive_outputs.images": '[{"url":"https://pictures/1"}]',
        "honeyhive_metadata.total_tokens": 7,
      },
    },
  ],
  [
    "audio.transcriptions",
    {
      answer: { text: "Buzz.", usage },
      call: (openai) => openai.audio.transcriptions.create({ model: "whisper-1", file }),
      attributes: {
        "honeyhive_inputs.file": "bees.mp3",
        "honeyhive_outputs.content": "Buzz.",
        "honeyhive_metadata.completion_tokens": 4,
      },
    },
  ],
  [
    "audio.transcriptions",
    {
      answer: "Buzz.",
      call: (openai) =>
        openai.audio.transcriptions.create({ model: "whisper-1", file, response_format: "text" }),
      attributes: { "honeyhive_outputs.content": "Buzz." },
    },
  ],
  [
    "audio.speech",
    {
      answer: "sound",
      call: async (openai) => {
        const request = { model: "tts-1", voice: "alloy", input: "Buzz." };
        const speech = await openai.audio.speech.create(request);
        expect(await speech.text()).toBe("sound");
      },
      attributes: {
        "honeyhive_inputs.input": "Buzz.",
        "honeyhive_config.voice": "alloy",
        "honeyhive_outputs.content_type": expect.stringContaining("text/plain"),
      },
    },
  ],
  [
    "responses",
    {
      answer: {
        object: "response",
        output: [{ type: "message", content: [{ type: "output_text", text: '{"a":1}' }] }],
        usage,
      },
      call: async (openai) => {
        const format = { type: "json_schema", name: "a", schema: {} } as const;
        const request = { model: "gpt-x", input: "Hi", text: { format } };
        const parsed = await openai.responses.parse(request);
        expect(parsed.output_parsed).toEqual({ a: 1 });
      },
      attributes: { "honeyhive_outputs.content": '{"a":1}', "honeyhive_metadata.total_tokens": 7 },
    },
  ],
];

test.each(others)("%s are recorded with what they were asked and answered", async (name, each) => {
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
  const { answer: given } = each;
  const fetch = (): Promise<Response> =>
    Promise.resolve(typeof given === "string" ? new Response(given) : Response.json(given));
  await each.call(wrapOpenAI(new OpenAI({ apiKey: "sk", fetch })));
  await tracer.flush();
  expect(collector.spans).toHaveLength(1);
  expect(collector.spans[0]).toMatchObject({ name: `openai.${name}`, attributes: each.attributes });
});

test("a streamed completion of a text is put together again", async () => {
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
  const piece = (text: string, reason: string | null): object => ({
    id: "cmpl_1",
    choices: [{ index: 0, text, finish_reason: reason }],
  });
  const fetch = (): Promise<Response> =>
    Promise.resolve(eventStream([piece(" ho", null), piece("ney.", "stop")]));
  const openai = wrapOpenAI(new OpenAI({ apiKey: "sk", fetch }));
  const request = { model: "davinci", prompt: "Bees make", stream: true } as const;
  for await (const chunk of await openai.completions.create(request))
    expect(chunk.id).toBe("cmpl_1");
  await tracer.flush();
  expect(collector.spans[0]?.attributes).toMatchObject({
    "honeyhive_outputs.content": " honey.",
    "honeyhive_outputs.finish_reason": "stop",
  });
});

function eventStream(events: readonly object[]): Response {
  const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  return new Response(text, { headers: { "content-type": "text/event-stream" } });
}
