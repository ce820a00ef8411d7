import type { ResolvedOptions } from "../config/resolved-options.js";
import type { SignalHandling } from "./types/signal-handling.js";
import type { ReporterSetting } from "./types/reporter.js";

interface Defaulted {
  readonly reporters: readonly ReporterSetting[];
  readonly handleSignals: SignalHandling;
}

/**
 * The options, with what is done where a program does not say: whoever runs it wants to see what its evaluations came to,
 * after Ctrl-C too. In tests both are for the test runner.
 */
export function withProgramDefaults<
  Options extends { readonly [Name in keyof Defaulted]?: Defaulted[Name] | undefined },
>(
  options: Options,
  { program: { isUnderTest } }: Pick<ResolvedOptions, "program">,
): Omit<Options, keyof Defaulted> & Defaulted {
  return {
    ...options,
    reporters: options.reporters ?? (isUnderTest ? [] : ["terminal"]),
    handleSignals: options.handleSignals ?? (isUnderTest ? false : "when-alone"),
  };
}
