import { capability, type Client, type Dataset } from "@honeyhive/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { useApi } from "../../lib/api/api-context.js";
import { datasetsKey } from "../../lib/api/dataset-queries.js";
import { ImportWriter, type ImportResult } from "./import-writer.js";
import type { ReadImport } from "./model/read-import.js";

export interface ImportStart {
  /** Of the dataset, where it is a new one. */
  readonly name: string;
  readonly read: ReadImport;
  readonly onEnd: (result: ImportResult) => void;
}

export interface Import {
  /** Rows of the same file are gone on with. */
  readonly start: (start: ImportStart) => void;
  readonly stop: () => void;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly done: number;
  readonly name: string;
  /** Undefined before a new one is made. */
  readonly datasetId: string | undefined;
}

/** Writes rows into a dataset, one that is there or a new one. */
export function useImport(target: Dataset | undefined): Import {
  const api = useApi();
  const cache = useQueryClient();
  const [made, setMade] = useState<{ readonly id: string; readonly name: string }>();
  const [done, setDone] = useState(0);
  const writer = useRef<{ readonly read: ReadImport; readonly of: ImportWriter }>(undefined);
  const stopping = useRef(new AbortController());
  const writing = useMutation({
    mutationFn: async ({ name, read }: ImportStart) => {
      stopping.current = new AbortController();
      const known = target ?? (made?.name === name ? made : undefined);
      const dataset = known ?? (await createDataset(api.call, name));
      if (known === undefined) setMade(dataset);
      if (writer.current?.read !== read || known === undefined) {
        const { rows, isText } = read;
        const takesWhole = (): boolean => api.can(capability.wholeDatapoints);
        const rest = { rows, isText, takesWhole };
        const of = new ImportWriter(api.call, { datasetId: dataset.id, ...rest });
        writer.current = { read, of };
      }
      return writer.current.of.run({ signal: stopping.current.signal, onProgress: setDone });
    },
    onSuccess: (result, { onEnd }) => onEnd(result),
    onSettled: () => void cache.invalidateQueries({ queryKey: datasetsKey(api) }),
  });
  return {
    start: (start) => {
      setDone(0);
      writing.mutate(start);
    },
    stop: () => stopping.current.abort(),
    isPending: writing.isPending,
    error: writing.error,
    done,
    name: writing.variables?.name ?? "",
    datasetId: target?.id ?? made?.id,
  };
}

/** Of two with one name, commands could not tell which is meant. */
async function createDataset(
  call: Client,
  name: string,
): Promise<{ readonly id: string; readonly name: string }> {
  const { datasets } = await call("listDatasets", { query: { name } });
  if (datasets.some((dataset) => dataset.name === name)) {
    throw new Error(
      `Expected a name that no dataset has, got "${name}". Choose another, or open that dataset and add the file there.`,
    );
  }
  const { result } = await call("createDataset", { body: { name } });
  return { id: result.insertedId, name };
}
