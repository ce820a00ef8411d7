/** Whoever wants encoded spans, and updates of sessions, before they are sent, in case that they do not arrive. */
export interface SpanKeeper {
  /**
   * Takes a request's body, which it must not hold on to. Never throws.
   *
   * @returns what is called once the body has arrived or was refused: sending it again would be of no use
   */
  keep(body: Uint8Array): () => void;
}
