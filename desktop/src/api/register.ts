import { z } from 'zod'
import { call } from './call.ts'
import type { ActAnswer } from './cases.ts'

const Id = z.string().max(60)

/** What the register of enterprises says of a record, beside what stands in it; with the centre at hand. */
export const REGISTER_CALLS = {
  'register.look': call<RegisterView>()(z.object({ id: Id })),
  /** Takes over the fields that are named, as an edit of whoever asks; `seen` is that of the look. */
  'register.take': call<ActAnswer>()(
    z.object({ id: Id, fields: z.array(z.string().max(60)).min(1).max(10), seen: z.string().max(64) }),
  ),
} as const

export interface RegisterView {
  /** Whose word it is. */
  register: string
  rows: RegisterRow[]
  /** Stands for what was said. */
  seen: string
}

/** One field of which the register says something; both texts covered where the field is. */
export interface RegisterRow {
  field: string
  label: string
  here: string
  there: string
  same: boolean
}
