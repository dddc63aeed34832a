import { useEffect, useRef, useState } from 'react'

/** What was found of a text, and the text that it was found of. */
interface Found<T> {
  of: string
  rows: readonly T[]
}

/**
 * Looks for what is typed once the typing pauses for `pause` ms. What was found of an older text may still be shown, but
 * it must not be chosen for the new one: whoever types or scans a number and presses Enter at once means that number.
 * `whenFound` runs what was asked for as soon as what is typed has been looked for, at once if it has.
 */
export function useFound<T>(text: string, look: (text: string) => Promise<readonly T[]>, pause: number) {
  const wanted = text.trim()
  const [found, setFound] = useState<Found<T>>({ of: '', rows: [] })
  const waiting = useRef<(rows: readonly T[]) => void>(undefined)
  useEffect(() => {
    let stale = false
    const take = (rows: readonly T[]) => {
      if (stale) return
      setFound({ of: wanted, rows })
      waiting.current?.(rows)
      waiting.current = undefined
    }
    const timer = setTimeout(() => look(wanted).then(take, () => take([])), pause)
    return () => {
      stale = true
      waiting.current = undefined
      clearTimeout(timer)
    }
  }, [look, wanted, pause])
  return {
    found,
    /** What is shown was found of what is typed. */
    current: found.of === wanted,
    whenFound(act: (rows: readonly T[]) => void) {
      if (found.of === wanted) act(found.rows)
      else waiting.current = act
    },
  }
}
