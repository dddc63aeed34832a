import { maskPersonId } from '../../../shared-types/src/engine/person-id.ts'
import { RULES } from './all.ts'

/** A subject as it is shown: of a person's number its ends. */
export const shownSubject = (rule: string, subject: string): string =>
  RULES.find(({ id }) => id === rule)?.people ? maskPersonId(subject) : subject
