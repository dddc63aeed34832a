import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { focusFrom } from './form-keys.ts'
import type { CaseForm } from './use-case-form.ts'

interface Leaving {
  /** Goes on from a field in which a choice was made. */
  leave(field: string): Promise<void>
  /** Keeps an Enter that comes while the form is already on its way out of that field: it would skip the next one. */
  holds(event: KeyboardEvent<HTMLElement>): boolean
}

/**
 * A choice can bring further fields onto the form. So it is judged first, and the focus goes on when the form stands as it
 * then does: behind the rendering of that answer, not merely behind its arrival.
 */
export function useLeaving(form: CaseForm, area: RefObject<HTMLElement | null>): Leaving {
  const newest = useRef(form)
  const pending = useRef<string>(undefined)
  const [left, setLeft] = useState<{ field: string }>()
  useEffect(() => {
    newest.current = form
  })
  useEffect(() => {
    if (!left) return
    if (pending.current === left.field) pending.current = undefined
    leaveField(area.current, left.field)
  }, [left, area])
  const leave = useCallback(async (field: string) => {
    pending.current = field
    try {
      await newest.current.judged()
    } finally {
      setLeft({ field })
    }
  }, [])
  const holds = (event: KeyboardEvent<HTMLElement>) => {
    // Ctrl+Enter skips nothing: it begins a row, or leaves a text.
    if (event.key !== 'Enter' || event.ctrlKey || pending.current === undefined) return false
    if (fieldOf(event.target) !== pending.current) return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return { leave, holds }
}

/** The field that an element of a form belongs to. */
export const fieldOf = (target: EventTarget): string | undefined =>
  (target as HTMLElement).closest<HTMLElement>('[data-field]')?.dataset.field

/** Unless the person has gone elsewhere meanwhile. */
function leaveField(area: HTMLElement | null, field: string): void {
  const box = area?.querySelector(`[data-field="${CSS.escape(field)}"]`)
  const active = document.activeElement
  if (!area || !box || (active && active !== document.body && !box.contains(active))) return
  focusFrom(area, active && box.contains(active) ? active : box, 1)
}
