import { SingleBar } from "cli-progress";

export interface Progress {
  update(completed: number): void;
  finish(): void;
}

const lineEvery = 20;

/** A bar on a terminal, and a line now and then elsewhere. */
export function showProgress(name: string, total: number, output: NodeJS.WriteStream): Progress {
  if (!output.isTTY) {
    return {
      update: (completed) => {
        if (completed % lineEvery === 0 || completed === total) {
          output.write(`${name}: ${completed}/${total}\n`);
        }
      },
      finish: () => {},
    };
  }
  const bar = new SingleBar({
    stream: output,
    format: `${name} {bar} {value}/{total}`,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    hideCursor: true,
  });
  bar.start(total, 0);
  return { update: (completed) => bar.update(completed), finish: () => bar.stop() };
}
