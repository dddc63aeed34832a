import { useEffect, useRef } from 'react'
import { typedCodes } from './typed-codes.ts'
import { isTyping } from './use-hotkeys.ts'

/**
 * Hears codes that are scanned while nothing is being typed; into a field they go by themselves. A letter or digit is
 * given on to the keys of the page as soon as it is clear that it is no beginning of a code.
 */
export function useScanned(scanned: (text: string) => void): void {
  const newest = useRef(scanned)
  useEffect(() => {
    newest.current = scanned
  })
  useEffect(() => {
    const scan = listening(text => newest.current(text))
    window.addEventListener('keydown', scan, true)
    return () => window.removeEventListener('keydown', scan, true)
  }, [])
}

function listening(scanned: (text: string) => void): (event: KeyboardEvent) => void {
  const given = new WeakSet<Event>()
  const codes = typedCodes<KeyboardEvent>(scanned, ({ key, code, shiftKey, target }) => {
    const again = new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true, cancelable: true })
    given.add(again)
    // What had the focus may be gone.
    const at = target instanceof Element && target.isConnected ? target : document.body
    at.dispatchEvent(again)
  })
  return event => {
    if (given.has(event) || event.isComposing || isTyping(event.target)) return
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return
    if (codes.press(event) === 'given') return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
}
