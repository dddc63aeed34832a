import { useSyncExternalStore } from 'react'

/** As in styles/phone.css. */
const NARROW = '(max-width: 720px)'

/** Whether the screen is a phone's. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => window.matchMedia(NARROW).matches)

function subscribe(changed: () => void): () => void {
  const list = window.matchMedia(NARROW)
  list.addEventListener('change', changed)
  return () => list.removeEventListener('change', changed)
}
