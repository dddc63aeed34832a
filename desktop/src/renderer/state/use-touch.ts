import { useEffect } from 'react'
import { useAsk } from './client-context.ts'

/** How often, in ms, the core is told again that somebody is there. */
const EVERY = 15_000

/** Tells the core of keys, clicks and turns of the wheel, so that the window does not lock under a person at work. */
export function useTouch(watching: boolean): void {
  const ask = useAsk()
  useEffect(() => {
    if (!watching) return
    let told = 0
    const touch = () => {
      if (Date.now() - told < EVERY) return
      told = Date.now()
      ask('session.touch', {}).catch(() => undefined)
    }
    const kinds = ['keydown', 'pointerdown', 'wheel'] as const
    for (const kind of kinds) window.addEventListener(kind, touch, { capture: true, passive: true })
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, touch, { capture: true })
    }
  }, [ask, watching])
}
