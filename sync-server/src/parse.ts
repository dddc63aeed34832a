import { z } from 'zod'
import { areHours } from '../../shared-types/src/engine/business-hours.ts'
import { isDay, isInstant } from '../../shared-types/src/engine/day.ts'
import type { CaseEvent, Problem } from '../../shared-types/src/model/case.ts'
import { ROLES } from '../../shared-types/src/model/person.ts'
import { PULL_LIMIT, PUSH_LIMIT, type Setting } from '../../shared-types/src/protocol.ts'
import { PASSWORD_MAX } from './password-rules.ts'
import { Refusal } from './refusal.ts'

/** Objects and lists within each other in one event: a table of rows is three deep. */
const DEPTH = 8

const id = z.string().regex(/^[\w.:-]{1,60}$/)
const name = z.string().min(1).max(120)
const whole = z.number().int().min(0).max(1_000_000_000_000)
const instant = z.string().refine(isInstant)
const role = z.enum(ROLES)

const event = z.object({
  id: z.guid(),
  caseId: id,
  type: name,
  act: z.string().min(1).max(60),
  patch: z.record(z.string().max(60), z.unknown()),
  base: whole,
  by: z.object({ id: z.string().max(60), post: z.string().max(60), role, unit: z.string().max(60) }),
  station: z.string().max(60),
  at: instant,
  counter: whole,
  seen: z.union([z.literal(''), instant]),
  clock: z.enum(['behind', 'ahead']).optional(),
  group: z.object({ id: z.guid(), size: whole, place: whole }).optional(),
  mends: z.guid().optional(),
  mendsBase: whole.optional(),
  prev: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
})

export const signInRequest = z.object({
  login: z.string().min(1).max(60),
  password: z.string().min(1).max(PASSWORD_MAX),
  /** What the answer to an earlier request asked for. */
  newPassword: z.string().min(1).max(PASSWORD_MAX).optional(),
  code: z.string().min(1).max(40).optional(),
})
export const leaseRequest = z.object({
  series: name,
  year: z.number().int().min(2000).max(2099),
  numbered: whole.default(0),
})
export const leaseReturn = z.object({ id, lastUsed: whole })
export const gapQuery = z.object({ series: name, year: z.coerce.number().int().min(2000).max(2099) })
export const codeRequest = z.object({ unit: id, number: z.string().regex(/^\d\d$/) })
export const passwordRequest = z.object({ person: id })
export const ownPasswordRequest = z.object({
  old: z.string().min(1).max(PASSWORD_MAX),
  password: z.string().min(1).max(PASSWORD_MAX),
})
export const pullQuery = z.object({
  seq: z.coerce.number().int().min(0).max(1_000_000_000_000).default(0),
  scope: z.string().max(600).default(''),
  limit: z.coerce.number().int().min(1).max(PULL_LIMIT).default(PULL_LIMIT),
  numbered: z.coerce.number().int().min(0).max(1_000_000_000_000).default(0),
  stored: z.coerce.number().int().min(0).max(1_000_000_000_000).default(0),
  also: z.string().max(600).default(''),
})
export const streamQuery = z.object({
  seq: z.coerce.number().int().min(0).max(1_000_000_000_000).optional(),
  scope: z.string().max(600).optional(),
})
export const settingsQuery = z.object({ after: z.coerce.number().int().min(0).default(0) })
export const fileHash = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) })

const days = z.array(z.string().refine(isDay)).max(400)
const hours = z
  .object({ openAm: z.string(), closeAm: z.string(), openPm: z.string(), closePm: z.string() })
  .refine(areHours)
export const unit = z.object({
  id,
  name,
  level: z.enum(['city', 'district', 'station', 'beat', 'window']),
  parent: id.optional(),
  area: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  hours: hours.optional(),
})
export const posts = z.array(z.object({ id, role, unit: id, officer: id.optional() })).max(20)
const person = z.object({
  id,
  name,
  login: z.string().regex(/^[\p{L}\p{N}._@-]{1,60}$/u),
  posts,
  unit: id.optional(),
  ended: z.literal(true).optional(),
})
const station = z.object({
  id,
  name,
  unit: id,
  number: z.string().regex(/^\d\d$/),
  ended: z.literal(true).optional(),
})
const zone = z.string().max(60).refine(isZone)

/** What an administrator may put. Leases are made by leasing only. */
export const settingRequest = z.discriminatedUnion('kind', [
  z.object({ id: z.string(), kind: z.literal('unit'), value: unit }),
  z.object({ id: z.string(), kind: z.literal('person'), value: person }),
  z.object({ id: z.string(), kind: z.literal('station'), value: station }),
  z.object({
    id: z.string(),
    kind: z.literal('parameter'),
    value: z.object({ domain: name, name, value: z.union([z.number(), z.boolean()]) }),
  }),
  z.object({
    id: z.literal('calendar'),
    kind: z.literal('calendar'),
    value: z.object({ holidays: days, workdays: days }),
  }),
  z.object({ id: z.literal('deployment'), kind: z.literal('deployment'), value: z.object({ name, zone }) }),
])
export type SettingRequest = z.infer<typeof settingRequest> & Setting

/** Parses what came in, or throws the Refusal that says which part is wrong. */
export function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new Refusal(400, 'bad-request', result.error.issues[0]?.path.join('.') ?? '')
}

export const pushFrom = z.object({ numbered: whole.default(0) })

/** The events of a push. One that is no event is answered alone, so that it cannot hold up those behind it. */
export function parsedPush(body: unknown): { events: CaseEvent[]; broken: { id: string; problems: Problem[] }[] } {
  const { events: rows } = parsed(z.object({ events: z.array(z.unknown()).max(PUSH_LIMIT) }), body)
  const events: CaseEvent[] = []
  const broken: { id: string; problems: Problem[] }[] = []
  for (const row of rows) {
    const result = isShallow(row, DEPTH) ? event.safeParse(row) : undefined
    if (result?.success) events.push(result.data as CaseEvent)
    else {
      const where = result?.error?.issues[0]?.path.map(String).join('.') ?? 'depth'
      broken.push({ id: idOf(row), problems: [{ code: 'unknown', with: { why: 'shape', where } }] })
    }
  }
  return { events, broken }
}

const idOf = (row: unknown): string =>
  typeof row === 'object' && row !== null && 'id' in row && typeof row.id === 'string' ? row.id.slice(0, 60) : ''

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every(part => isShallow(part, depth - 1))
}

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
