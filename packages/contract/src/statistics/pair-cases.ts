interface IdentifiedCase {
  readonly id: string;
  readonly wireId?: string | null | undefined;
  readonly contentHash?: string | null | undefined;
}

/** Ids of the new run, but for removed cases. */
export interface CasePairing {
  readonly common: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly edited: readonly string[];
  /** What the new run calls a case of the old one; its own id where the new run does not have it. */
  readonly newIdOf: (oldId: string) => string;
}

/**
 * Pairs cases of two runs by id. A run of another SDK knows its datapoints by their wire ids alone: those are paired with
 * the wire ids of the other run. What is left is paired by content where a server made an id: it makes another one when
 * the same row is pushed again.
 */
export function pairCases(
  newCases: readonly IdentifiedCase[],
  oldCases: readonly IdentifiedCase[],
): CasePairing {
  const news = firstById(newCases);
  const olds = firstById(oldCases);
  const oldIds = new Map<string, string>();
  const byWireId = new Map([...olds.values()].map((old) => [old.wireId ?? old.id, old]));
  for (const [id, one] of news) {
    const old = olds.get(id) ?? byWireId.get(one.wireId ?? id);
    const isAlias = old !== undefined && old.id !== id;
    if (old === undefined || (isAlias && (news.has(old.id) || (hasOwnId(one) && hasOwnId(old)))))
      continue;
    oldIds.set(id, old.id);
  }
  pairByContent(news, olds, oldIds);
  const newIds = new Map([...oldIds].map(([id, oldId]) => [oldId, id]));
  const isEdited = (id: string): boolean => {
    const [now, old] = [news.get(id)?.contentHash, olds.get(oldIds.get(id) ?? "")?.contentHash];
    return typeof now === "string" && typeof old === "string" && now !== old;
  };
  const inBoth = [...oldIds.keys()];
  return {
    common: inBoth.filter((id) => !isEdited(id)),
    edited: inBoth.filter(isEdited),
    added: [...news.keys()].filter((id) => !oldIds.has(id)),
    removed: [...olds.keys()].filter((id) => !newIds.has(id)),
    newIdOf: (oldId) => newIds.get(oldId) ?? oldId,
  };
}

/** Adds to the pairs. Of equal rows, the first is paired with the first. */
function pairByContent(
  news: ReadonlyMap<string, IdentifiedCase>,
  olds: ReadonlyMap<string, IdentifiedCase>,
  oldIds: Map<string, string>,
): void {
  const taken = new Set(oldIds.values());
  const free = new Map<string, IdentifiedCase[]>();
  for (const old of olds.values()) {
    if (taken.has(old.id) || typeof old.contentHash !== "string") continue;
    const equal = free.get(old.contentHash);
    if (equal === undefined) free.set(old.contentHash, [old]);
    else equal.push(old);
  }
  for (const [id, one] of news) {
    if (oldIds.has(id)) continue;
    const equal = free.get(one.contentHash ?? "") ?? [];
    const place = equal.findIndex((old) => !(hasOwnId(one) && hasOwnId(old)));
    const [old] = place === -1 ? [] : equal.splice(place, 1);
    if (old !== undefined) oldIds.set(id, old.id);
  }
}

/** Trials of a case share its id. */
function firstById(cases: readonly IdentifiedCase[]): Map<string, IdentifiedCase> {
  const byId = new Map<string, IdentifiedCase>();
  for (const one of cases) if (!byId.has(one.id)) byId.set(one.id, one);
  return byId;
}

function hasOwnId({ id, wireId }: IdentifiedCase): boolean {
  return typeof wireId === "string" && wireId !== id;
}
