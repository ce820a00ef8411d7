/** `when-alone`: where nothing else in the process listens for the signal, which would then end it without a word. */
export type SignalHandling = boolean | "when-alone";
