/**
 * What a server can do beyond HoneyHive's documented API, said in a header of every answer: names, separated by commas.
 * A client uses what it was told of and nothing else.
 */
export const capabilitiesHeader = "honeyhive-capabilities";

export const capability = {
  /** `POST /v1/sessions/batch` is there. */
  sessionBatches: "session-batches",
} as const;
