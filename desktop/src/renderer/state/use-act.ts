import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiFailure } from '../../api.ts'
import { toFailure } from '../failure.ts'

/** Something under way that a person began: whether it runs, what went wrong with it, and how to begin it. */
export interface Doing {
  busy: boolean
  failure: ApiFailure | undefined
  /** Runs one thing at a time; a second is ignored while the first runs. Answers undefined when it failed. */
  run<T>(thing: () => Promise<T>): Promise<T | undefined>
  clear(): void
}

export function useAct(): Doing {
  const { t } = useTranslation()
  const [state, setState] = useState<{ busy: boolean; failure?: ApiFailure }>({ busy: false })
  const [lock] = useState({ held: false })
  const run = useCallback(
    async <T>(thing: () => Promise<T>): Promise<T | undefined> => {
      if (lock.held) return undefined
      lock.held = true
      setState({ busy: true })
      try {
        const answer = await thing()
        setState({ busy: false })
        return answer
      } catch (thrown) {
        setState({ busy: false, failure: toFailure(thrown, t('failure.broken')) })
        return undefined
      } finally {
        lock.held = false
      }
    },
    [lock, t],
  )
  const clear = useCallback(() => setState({ busy: false }), [])
  return { busy: state.busy, failure: state.failure, run, clear }
}
