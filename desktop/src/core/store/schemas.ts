import type { RxJsonSchema } from 'rxdb'
import type { StoredEvent } from '../../../../shared-types/src/model/case.ts'
import type { Data } from '../../../../shared-types/src/model/field.ts'
import type { Setting } from '../../../../shared-types/src/protocol.ts'

/** A setting of the server as the window keeps it. */
export type SettingDocument = { id: string; kind: Setting['kind']; value: Setting['value']; seq: number }

/** What was typed and not acted upon. */
export interface DraftDocument {
  id: string
  type: string
  patch: Data
  by: string
  savedAt: string
}

/** A person who has signed in here before, and the Argon2id hash by which they may do so offline. */
export interface AccountDocument {
  id: string
  login: string
  name: string
  verifier: string
  lastOnline: string
}

/** A leased block's last drawn number, and the draws whose event is not yet known to be stored. */
export interface DrawDocument {
  id: string
  last: number
  pending: { number: number; event: string }[]
}

/** Single facts of this window: who it is, what it has seen. `value` is JSON. */
export interface NoteDocument {
  id: string
  value: string
}

/** A stored file that the centre does not have yet. */
export interface UploadDocument {
  id: string
  mime: string
  size: number
  addedAt: string
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

/** The window's collections; the free core of RxDB allows 13. */
export const SCHEMAS = {
  events,
  settings: simple<SettingDocument>(
    'settings',
    { id: {}, kind: text(20), value: { type: 'object', additionalProperties: true }, seq: whole },
    160,
  ),
  drafts: simple<DraftDocument>('drafts', {
    id: {},
    type: text(120),
    patch: { type: 'object', additionalProperties: true },
    by: text(60),
    savedAt: text(40),
  }),
  accounts: simple<AccountDocument>('accounts', {
    id: {},
    login: text(60),
    name: text(60),
    verifier: text(300),
    lastOnline: text(40),
  }),
  draws: simple<DrawDocument>('draws', {
    id: {},
    last: whole,
    pending: { type: 'array', items: { type: 'object', additionalProperties: true } },
  }),
  notes: simple<NoteDocument>('notes', { id: {}, value: { type: 'string' } }),
  uploads: simple<UploadDocument>('uploads', { id: {}, mime: text(100), size: whole, addedAt: text(40) }),
} as const
