/** @returns the functions of a V8 CPU profile with their own share of the busy time, largest first */
export function selfTimes({ nodes, samples, timeDeltas }) {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map();
  let total = 0;
  samples.forEach((id, index) => {
    const name = names.get(id);
    if (name === "(idle)") return;
    total += timeDeltas[index];
    times.set(name, (times.get(name) ?? 0) + timeDeltas[index]);
  });
  return [...times]
    .map(([name, time]) => ({ name, percent: (100 * time) / total }))
    .sort((left, right) => right.percent - left.percent);
}

function nameOf({ functionName, url, lineNumber }) {
  if (functionName.startsWith("(") && url === "") return functionName;
  const file = url.split("/").slice(-2).join("/");
  return `${functionName || "(anonymous)"} ${file === "" ? "(native)" : `${file}:${lineNumber + 1}`}`;
}
