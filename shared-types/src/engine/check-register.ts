import type { Kind } from '../model/domain.ts'
import type { Need } from './need.ts'

/** What a record type lets a register fill in names fields of its own: a code that is asked by, texts that take what is said. */
export function checkRegister({ record, name: at }: Kind, need: Need): void {
  const { register, fields } = record
  if (!register) return
  need(fields[register.code]?.kind === 'orgCode', `${at} register`, `orgCode field ${register.code}`)
  for (const field of Object.values(register.fills)) {
    const taken = fields[field]
    need(taken?.kind === 'text' && !taken.locked, `${at} register`, `text field ${field}`)
  }
}
