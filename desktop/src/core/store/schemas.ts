import type { RxJsonSchema } from 'rxdb'
import type { StoredEvent } from '../../../../shared-types/src/model/case.ts'
import type { Setting } from '../../../../shared-types/src/protocol.ts'

/** A setting of the server as the window keeps it. */
export type SettingDocument = { id: string; kind: Setting['kind']; value: Setting['value']; seq: number }

/** What belongs to this window alone and is never sent: drafts, known people, draws, notes, files still to be sent. */
export interface LocalDocument {
  /** `<kind>:<key>` */
  id: string
  kind: string
  value: unknown
}

const text = (maxLength: number) => ({ type: 'string', maxLength }) as const
const whole = { type: 'integer', minimum: 0, maximum: 1_000_000_000_000, multipleOf: 1 } as const

const events: RxJsonSchema<StoredEvent> = {
  title: 'events',
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: text(60),
    caseId: text(60),
    type: text(120),
    act: text(60),
    patch: { type: 'object', additionalProperties: true },
    base: whole,
    by: { type: 'object', additionalProperties: true },
    station: text(60),
    at: text(40),
    counter: whole,
    seen: text(40),
    clock: text(20),
    group: { type: 'object', additionalProperties: true },
    mends: text(60),
    seq: whole,
    verdict: text(12),
    problems: { type: 'array', items: { type: 'object', additionalProperties: true } },
  },
  required: [
    'id',
    'caseId',
    'type',
    'act',
    'patch',
    'base',
    'by',
    'station',
    'at',
    'counter',
    'seen',
    'seq',
    'verdict',
    'problems',
  ],
  indexes: [['caseId'], ['verdict', 'counter'], ['station', 'counter']],
} as RxJsonSchema<StoredEvent>

const simple = <T>(title: string, properties: Record<keyof T & string, object>, id = 80): RxJsonSchema<T> =>
  ({
    title,
    version: 0,
    primaryKey: 'id',
    type: 'object',
    properties: { ...properties, id: text(id) },
    required: ['id'],
  }) as unknown as RxJsonSchema<T>

/** The window's collections; the free core of RxDB allows 13 in one process, and a test opens several windows. */
export const SCHEMAS = {
  events,
  settings: simple<SettingDocument>(
    'settings',
    { id: {}, kind: text(20), value: { type: 'object', additionalProperties: true }, seq: whole },
    160,
  ),
  local: {
    ...simple<LocalDocument>('local', { id: {}, kind: text(20), value: {} }, 160),
    required: ['id', 'kind'],
    indexes: ['kind'],
  },
} as const
