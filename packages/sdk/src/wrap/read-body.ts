import type { OutputCollector } from "./output-collector.js";

/** Hands on what the events of a stream tell, of which the bytes come in any pieces. */
export function readEvents(events: OutputCollector): OutputCollector {
  const decoder = new TextDecoder();
  let rest = "";
  return {
    add: (bytes) => {
      const lines = (rest + decoder.decode(bytes as Uint8Array, { stream: true })).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const line of lines.filter((line) => line.startsWith("data:"))) {
        try {
          events.add(JSON.parse(line.slice("data:".length)));
        } catch {
          // No JSON: it is for whoever reads the stream.
        }
      }
    },
    result: () => events.result(),
  };
}

/** Of a longer answer nothing is recorded. */
const maxJsonLength = 4_000_000;

export function readJson(): OutputCollector {
  const decoder = new TextDecoder();
  let text = "";
  let isTooLong = false;
  return {
    add: (bytes) => {
      if (isTooLong) return;
      text += decoder.decode(bytes as Uint8Array, { stream: true });
      isTooLong = text.length > maxJsonLength;
      if (isTooLong) text = "";
    },
    result: () => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        // Half of it, or no JSON.
        return undefined;
      }
    },
  };
}
