import type { Step } from '../../model/record.ts'

const staff = ['auxiliary', 'clerk', 'reviewer'] as const
const office = ['clerk', 'reviewer'] as const

const seenOriginal = {
  trustLevel: { value: 'B' },
  trustedBy: { user: 'id' },
  trustedOn: { now: 'date' },
} as const

/**
 * Papers of a case are filed by the case itself: when it is accepted, again when it comes back, and confirmed by who passes
 * it. What was there before the program is registered by hand or from a list, and confirmed by somebody else.
 */
export const paperSteps: Readonly<Record<string, Step>> = {
  file: { from: ['draft'], to: 'filed', by: staff, hidden: true },
  fileAgain: { from: ['filed', 'confirmed', 'void'], to: 'filed', by: staff, hidden: true },
  pass: { from: ['filed'], to: 'confirmed', by: ['reviewer'], hidden: true },
  register: {
    from: ['draft'],
    to: 'filed',
    by: office,
    sets: { trustLevel: { value: 'D' }, paperVersion: { value: 1 } },
  },
  confirm: {
    from: ['filed'],
    to: 'confirmed',
    by: ['reviewer'],
    notBy: ['register', 'edit', 'file'],
    sets: seenOriginal,
  },
  /** Compared with whoever issued it. */
  attest: {
    from: ['confirmed'],
    to: 'confirmed',
    by: ['reviewer'],
    asks: ['attestedHow'],
    sets: { ...seenOriginal, trustLevel: { value: 'A' } },
  },
  drop: { from: ['draft', 'filed', 'confirmed'], to: 'void', by: office, asks: ['voidNote'], danger: true },
}
