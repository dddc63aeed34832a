import type { CaseView } from '../../api/cases.ts'
import { type Loaded, useCall } from './use-call.ts'

/** A case that stays current: asked again whenever the core says that it changed. */
export function useOpenCase(id: string): Loaded<CaseView> {
  const loaded = useCall(
    'cases.open',
    { id },
    notice => notice.topic === 'cases' && (notice.ids.length === 0 || notice.ids.includes(id)),
  )
  // The answer before is another case's while the next one is fetched.
  return loaded.answer && loaded.answer.id !== id ? { ...loaded, answer: undefined } : loaded
}
