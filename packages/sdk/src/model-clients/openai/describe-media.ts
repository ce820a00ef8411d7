import type { OutputCollector } from "../../wrap/output-collector.js";
import { asList, asRecord, asText, compact, type AnyRecord } from "../read.js";
import type { CallDescription } from "../trace-call.js";
import { usageMetadata } from "./usage.js";

/** `audio.transcriptions.create` and `audio.translations.create`. Of the recording its name is recorded. */
export function describeTranscription({ file, ...config }: AnyRecord): CallDescription {
  return {
    name: "openai.audio.transcriptions",
    eventType: "model",
    inputs: compact({ file: describeFile(file), prompt: config["prompt"] }),
    config: { provider: "openai", ...config },
    // Asked for as text or subtitles it is no object.
    summarise: (answer) => {
      const { text = answer, language, duration, usage } = asRecord(answer);
      return {
        outputs: { role: "assistant", content: text },
        metadata: { ...usageMetadata(usage), ...compact({ language, duration }) },
      };
    },
    createCollector: collectTranscript,
  };
}

/** `audio.speech.create`. The sound is its reader's. */
export function describeSpeech({ input, ...config }: AnyRecord): CallDescription {
  return {
    name: "openai.audio.speech",
    eventType: "model",
    inputs: { input },
    config: { provider: "openai", ...config },
    summarise: (answer) => {
      const { headers } = asRecord(answer);
      const { get } = asRecord(headers);
      if (typeof get !== "function") return {};
      const type: unknown = Reflect.apply(get, headers, ["content-type"]);
      return { outputs: compact({ content_type: type }) };
    },
  };
}

/** `images.generate`, `edit` and `createVariation`. Of pictures their number and addresses are recorded. */
export function describeImages({ prompt, image, mask, ...config }: AnyRecord): CallDescription {
  const images = Array.isArray(image) ? image.map(describeFile) : describeFile(image);
  return {
    name: "openai.images",
    eventType: "model",
    inputs: compact({ prompt, image: images, mask: describeFile(mask) }),
    config: { provider: "openai", ...config },
    summarise: (answer) => {
      const { data, usage, type } = asRecord(answer);
      const pictures = asText(type).endsWith(".completed") ? [answer] : asList(data);
      const parts = pictures.map((picture) => {
        const { url, revised_prompt: revised } = asRecord(picture);
        return compact({ url, revised_prompt: revised });
      });
      const told = parts.filter((part) => Object.keys(part).length > 0);
      return {
        outputs: compact({ count: pictures.length, images: told.length > 0 ? told : undefined }),
        metadata: usageMetadata(usage),
      };
    },
    createCollector: takeLastEvent,
  };
}

/** `moderations.create`. */
export function describeModeration({ input, ...config }: AnyRecord): CallDescription {
  return {
    name: "openai.moderations",
    eventType: "tool",
    inputs: { input },
    config: { provider: "openai", ...config },
    summarise: (answer) => {
      const { id, model, results } = asRecord(answer);
      const flagged = asList(results).some((result) => asRecord(result)["flagged"] === true);
      return {
        outputs: { flagged, results },
        metadata: compact({ response_id: id, response_model: model }),
      };
    },
  };
}

/** What is uploaded is a file, a stream or a response: its name says what it was. */
function describeFile(file: unknown): string | undefined {
  if (file === undefined || file === null) return undefined;
  const { name, path, url, type } = asRecord(file);
  const said = asText(name) || asText(path) || asText(url) || asText(type);
  return said === "" ? "[file]" : said;
}

function collectTranscript(): OutputCollector {
  let text = "";
  let usage: unknown;
  return {
    add: (item) => {
      const event = asRecord(item);
      if (event["type"] === "transcript.text.delta") text += asText(event["delta"]);
      if (event["type"] === "transcript.text.done") text = asText(event["text"]) || text;
      usage = event["usage"] ?? usage;
    },
    result: () => ({ text, usage }),
  };
}

function takeLastEvent(): OutputCollector {
  let last: unknown;
  return { add: (item) => (last = item), result: () => last };
}
