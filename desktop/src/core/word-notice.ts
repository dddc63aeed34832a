import type { Notice } from '../api.ts'
import { faultText } from './device-states.ts'
import type { CoreLanguage } from './words.ts'

/** A notice with its sentence in the language of the client that hears it; what says nothing goes as it is. */
export function wordNotice(notice: Notice, language: CoreLanguage): Notice {
  if (notice.topic !== 'card' || !notice.fault) return notice
  return { ...notice, text: faultText('id-card', { fault: notice.fault, facts: {} }, language) }
}
