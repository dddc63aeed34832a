import { useEffect, useRef } from 'react'
import { isTyping } from './use-hotkeys.ts'

/**
 * A code reader that plugs in as a keyboard types far faster than anybody: keys that follow within this time, ms, belong
 * to one code, which ends with Enter and has at least so many characters.
 */
const GAP = 60
const SHORTEST = 4

/**
 * Hears codes that are scanned while nothing is being typed; into a field they go by themselves. A single letter or digit
 * is given on to the keys of the page as soon as it is clear that it is no beginning of a code.
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
  let text = ''
  let last: { event: KeyboardEvent; timer: ReturnType<typeof setTimeout> } | undefined
  const over = () => {
    const alone = text.length === 1 ? last?.event : undefined
    text = ''
    last = undefined
    if (!alone) return
    const { key, code, shiftKey } = alone
    const again = new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true, cancelable: true })
    given.add(again)
    alone.target?.dispatchEvent(again)
  }
  return event => {
    if (given.has(event) || event.isComposing || isTyping(event.target)) return
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return
    clearTimeout(last?.timer)
    if (event.key === 'Enter' && text.length >= SHORTEST) {
      const code = text
      text = ''
      last = undefined
      take(event)
      scanned(code)
    } else if (event.key.length === 1 && event.key !== ' ') {
      take(event)
      text += event.key
      last = { event, timer: setTimeout(over, GAP) }
    } else if (event.key !== 'Shift') over()
    else if (last) last.timer = setTimeout(over, GAP)
  }
}

function take(event: KeyboardEvent): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}
