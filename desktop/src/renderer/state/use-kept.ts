import { useCallback } from 'react'
import { useLocation, useNavigate } from 'react-router'

/** What a page shows, kept with its place in the history: whoever looked at a case and goes back finds it as it was. */
export function useKept<T extends object>(first: T): [T, (change: Partial<T>) => void] {
  const { pathname, search, state } = useLocation()
  const navigate = useNavigate()
  const kept: T = { ...first, ...(state as Partial<T> | null) }
  const key = JSON.stringify(kept)
  const put = useCallback(
    (change: Partial<T>) =>
      void navigate(`${pathname}${search}`, { replace: true, state: { ...JSON.parse(key), ...change } }),
    [navigate, pathname, search, key],
  )
  return [kept, put]
}
