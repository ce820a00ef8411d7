import type { LocalProject } from "@honeyhive/contract";
import type { ReactNode } from "react";

export function ProjectSelect(props: {
  readonly projects: readonly LocalProject[];
  readonly current: string | undefined;
  readonly onSelect: (projectId: string) => void;
}): ReactNode {
  const [first, second] = props.projects;
  if (first === undefined) return null;
  if (second === undefined) return <span className="truncate text-muted">{first.name}</span>;
  return (
    <label className="min-w-0">
      <span className="sr-only">Project</span>
      <select
        value={props.current}
        onChange={(event) => props.onSelect(event.target.value)}
        className="h-7 w-full max-w-44 rounded-md border border-line-strong bg-surface px-1.5"
      >
        {props.projects.map(({ project_id, name }) => (
          <option key={project_id} value={project_id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
