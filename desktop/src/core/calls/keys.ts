import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import { coreText } from '../words.ts'
import type { Handlers } from './handlers.ts'

/** How the data of this window is protected, for whoever looks into the settings. */
export const keyCalls = ({ keys }: Desk): Pick<Handlers, 'keys.state' | 'keys.open'> => ({
  'keys.state': (_, { language }) => ({
    protection: keys.kind,
    language,
    text: coreText(language, `protection.${keys.kind}`),
  }),
  'keys.open'() {
    throw new CallRefusal('busy', 'key.open')
  },
})
