import { useEffect } from 'react'

/**
 * Presses the button that shows the key: whatever stands on the screen says by itself which keys it has. Letters and
 * digits are keys only while nothing is being typed.
 */
export function useHotkeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return
      const key = keyName(event)
      if (key.length === 1 && isTyping(event.target)) return
      if (key === 'Escape' && document.querySelector('.ant-select-open, .ant-image-preview, .ant-drawer-open')) return
      const button = buttonFor(key)
      if (button) {
        event.preventDefault()
        button.click()
      } else if (key === 'Enter' && document.activeElement === document.body) {
        event.preventDefault()
        comeHome()
      }
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

/** The focus was lost with something that went away: Enter brings it to what is to be done next. */
function comeHome(): void {
  const missing = document.querySelector<HTMLElement>('[data-home]')
  if (missing) missing.click()
  else document.querySelector<HTMLElement>('[data-submit]')?.focus()
}

function keyName(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${key}`
}

/** The one in the field that has the focus, else the first that can be pressed; of several Escapes the innermost. */
function buttonFor(key: string): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)].filter(isPressable)
  const field = document.activeElement?.closest('[data-field]')
  const own = all.find(button => field?.contains(button))
  return own ?? (key === 'Escape' ? all.at(-1) : all[0])
}

const isPressable = (button: HTMLElement): boolean =>
  !(button as HTMLButtonElement).disabled && button.offsetParent !== null

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target.isContentEditable
}
