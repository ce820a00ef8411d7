import { z } from "zod";

import { errorCodes, type ErrorBody } from "../error.js";

export const errorBodySchema: z.ZodType<ErrorBody> = z.object({
  success: z.literal(false),
  statusCode: z.number().int(),
  errorCode: z.enum(errorCodes),
  message: z.string(),
  field: z.string().optional(),
});
