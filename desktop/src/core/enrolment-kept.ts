import type { Desk } from './desk.ts'
import type { Stored } from './open-stored.ts'

/** The enrolment as it is now, and the way to keep another. */
export const enrolmentOf = ({
  notes,
  held,
}: Pick<Stored, 'notes' | 'held'>): Pick<Desk, 'enrolment' | 'keepEnrolment'> => ({
  enrolment: () => held.enrolment,
  async keepEnrolment(enrolment) {
    await notes.put('enrolment', enrolment)
    held.enrolment = enrolment
  },
})
