import { z } from 'zod'
import { REGISTER_ITEMS } from '../../../shared-types/src/model/register.ts'
import { http, overHttps, PLAIN, place } from '../messages/gateway-config.ts'

/** The register of enterprises that this centre may ask (market supervision): its address and secrets stand here alone. */
export const registerConfig = z
  .strictObject({
    /** What officers read: whose word it is. */
    name: z.string().min(1).max(60),
    ...http,
    headers: z.record(z.string().regex(/^[\w-]{1,60}$/), z.string().max(2000)).default({}),
    /** JSON that is posted, in whose texts {code} is filled in. */
    body: z.json(),
    /** Where in the answer each item stands (RFC 6901). */
    items: z.partialRecord(z.enum(REGISTER_ITEMS), place),
    /** What stands where when the register does not know the code; HTTP 404 says so too. */
    unknown: z.strictObject({ pointer: place, equals: z.union([z.string(), z.number(), z.boolean()]) }).optional(),
    /** How often it is asked before it is given up. */
    tries: z.number().int().min(1).max(5).default(2),
  })
  .refine(overHttps, PLAIN)
export type RegisterConfig = z.infer<typeof registerConfig>
