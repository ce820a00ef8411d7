import type { AuditEntry } from "@honeyhive/contract";
import { auditEntrySchema } from "@honeyhive/contract/schemas";

import type { Clock } from "../lib/clock.js";
import type { EntityRepository } from "../entities/entity-repository.js";
import { createObjectId } from "../entities/object-id.js";
import type { Grant } from "./grant.js";

export interface AuditedAction {
  /** Name of the operation. */
  readonly action: string;
  readonly target: AuditEntry["target"];
  /** `done`, or the code of the error with which it was refused. */
  readonly outcome: string;
}

/** What was administered and deleted, kept in the project of the key that did it. Nothing changes or removes an entry. */
export class AuditLog {
  readonly #entities: EntityRepository;
  readonly #clock: Clock;
  readonly #operatorsProjectId: string;

  /** `operatorsProjectId` is the project of the server's own key. */
  constructor(entities: EntityRepository, clock: Clock, operatorsProjectId: string) {
    this.#entities = entities;
    this.#clock = clock;
    this.#operatorsProjectId = operatorsProjectId;
  }

  async record(
    { project, keyId }: Grant,
    { action, target, outcome }: AuditedAction,
  ): Promise<void> {
    // What a project holds goes with it, so that who deleted it would be forgotten.
    const isLast = action === "deleteProject" && outcome === "done";
    await this.#entities.save(
      { projectId: isLast ? this.#operatorsProjectId : project.id, kind: "audit" },
      {
        id: createObjectId(this.#clock() / 1000),
        name: action,
        body: { key_id: keyId, target, outcome },
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
        outcome: "done",
        ...entity.body,
        id: entity.id,
        at: new Date(entity.createdAtMs).toISOString(),
        action: entity.name,
      }),
    );
  }
}
