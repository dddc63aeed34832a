import { useEffect, useState } from 'react'
import type { Data } from '../../../../shared-types/src/model/field.ts'
import { useAsk } from './client-context.ts'

/** What was typed for a case and not acted upon; undefined until that is known. */
export function useDraft(type: string, id: string): Data | undefined {
  const ask = useAsk()
  const [draft, setDraft] = useState<{ id: string; patch: Data }>()
  useEffect(() => {
    let stale = false
    const take = (patch: Data) => stale || setDraft({ id, patch })
    ask('drafts.list', { type }).then(
      drafts => take(drafts.find(d => d.id === id)?.patch ?? {}),
      () => take({}),
    )
    return () => {
      stale = true
    }
  }, [ask, type, id])
  return draft?.id === id ? draft.patch : undefined
}
