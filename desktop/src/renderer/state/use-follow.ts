import { useEffect, useRef } from 'react'

/** ms between two looks. */
const EVERY = 2000
/** Looks without any change after which nobody works on it: what waits for something else is not asked for for ever. */
const PATIENCE = 15

/** Looks again while something is `pending` at the centre, which sends no notice of it, and what it answers still changes. */
export function useFollow(pending: boolean, answer: unknown, reload: () => void): void {
  const seen = useRef({ text: '', looks: 0 })
  const text = JSON.stringify(answer)
  useEffect(() => {
    if (!pending) return
    if (seen.current.text !== text) seen.current = { text, looks: 0 }
    const timer = setInterval(() => {
      if (++seen.current.looks > PATIENCE) clearInterval(timer)
      else reload()
    }, EVERY)
    return () => clearInterval(timer)
  }, [pending, text, reload])
}
