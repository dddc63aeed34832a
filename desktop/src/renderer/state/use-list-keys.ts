import { useEffect, useRef } from 'react'
import { isTyping } from './use-hotkeys.ts'

/** J and K, or the arrows, walk through a list while nothing is being typed and no list is open. */
export function useListKeys(move: (step: 1 | -1) => void): void {
  const newest = useRef(move)
  useEffect(() => {
    newest.current = move
  })
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return
      if (event.target instanceof HTMLElement && event.target.closest('[role=tablist],[role=grid],.ant-select-open'))
        return
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
      const step = key === 'j' || key === 'ArrowDown' ? 1 : key === 'k' || key === 'ArrowUp' ? -1 : 0
      if (step === 0) return
      event.preventDefault()
      newest.current(step)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}
