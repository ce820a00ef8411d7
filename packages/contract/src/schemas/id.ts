import { z } from "zod";

/** Ids are kept in indexes and asked for by the hundred: what is longer belongs into the buckets. */
export const idSchema = z.string().max(1000);

export const ownIdSchema = idSchema.min(1);
