import type { AuditEntry } from "@honeyhive/contract";
import { auditEntrySchema } from "@honeyhive/contract/schemas";

import type { Clock } from "../lib/clock.js";
import type { EntityRepository } from "../entities/entity-repository.js";
import { createObjectId } from "../entities/object-id.js";
import type { Grant } from "./grant.js";

/** What was administered, kept in the project of the key that did it. Nothing changes or removes an entry. */
export class AuditLog {
  readonly #entities: EntityRepository;
  readonly #clock: Clock;

  constructor(entities: EntityRepository, clock: Clock) {
    this.#entities = entities;
    this.#clock = clock;
  }

  async record(
    { project, keyId }: Grant,
    action: string,
    target: AuditEntry["target"],
  ): Promise<void> {
    await this.#entities.save(
      { projectId: project.id, kind: "audit" },
      {
        id: createObjectId(this.#clock() / 1000),
        name: action,
        body: { key_id: keyId, target },
      },
    );
  }

  /** Latest first. */
  async list(
    { project }: Grant,
    { page, limit }: { readonly page: number; readonly limit: number },
  ): Promise<AuditEntry[]> {
    const entities = await this.#entities.list({ projectId: project.id, kind: "audit" });
    return entities.slice((page - 1) * limit, page * limit).map((entity) =>
      auditEntrySchema.parse({
        ...entity.body,
        id: entity.id,
        at: new Date(entity.createdAtMs).toISOString(),
        action: entity.name,
      }),
    );
  }
}
