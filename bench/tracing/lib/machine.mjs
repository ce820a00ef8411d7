import { cpus, loadavg } from "node:os";

export function describeMachine() {
  const processors = cpus();
  const load = loadavg()
    .map((value) => value.toFixed(2))
    .join(" ");
  const date = new Date().toISOString().slice(0, 16).replace("T", " ");
  return `${date} UTC · ${processors.length} × ${processors[0]?.model.trim()} · Node ${process.versions.node} · load ${load}`;
}
