import type { KeyboardEvent } from 'react'

/** Everything that Enter stops at on its way through a form, in the order of the page. */
const STOPS = [
  '[data-field] input:not([type=file]):not([type=hidden])',
  '[data-field] textarea',
  '[data-field] button[data-stop]',
].join(',')

/**
 * Enter goes to the next field, Shift+Enter to the one before, Ctrl+Enter out of a text of several lines; behind the last
 * field stands the button that ends the form. An open list keeps its Enter, and so does a button that is no field's.
 * `within` is the form when the listening element is a part of it.
 */
export function moveByEnter(event: KeyboardEvent<HTMLElement>, within?: HTMLElement | null): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
  const target = event.target as HTMLElement
  if (keepsEnter(target, event)) return
  event.preventDefault()
  event.stopPropagation()
  focusFrom(within ?? event.currentTarget, target, event.shiftKey ? -1 : 1)
}

function keepsEnter(target: HTMLElement, { ctrlKey, shiftKey }: KeyboardEvent): boolean {
  if (target.closest('.ant-select-open, .reveal-form')) return true
  if (ctrlKey && target.closest('.table-field')) return true
  if (target instanceof HTMLButtonElement) return target.dataset.stop === undefined
  return target instanceof HTMLTextAreaElement && !ctrlKey && !shiftKey
}

/** Puts the focus on the stop before or behind an element. */
export function focusFrom(form: HTMLElement, from: Element, step: 1 | -1): void {
  const stops = stopsOf(form)
  const at = stops.findIndex(stop => stop === from || stop.contains(from))
  if (at < 0) {
    const behind = stops.find(stop => from.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING)
    focusOn(behind ?? stops[0])
  } else focusOn(stops[at + step] ?? (step === 1 ? submitOf(form) : undefined))
}

/** Puts the focus into a field by its name, or into the first one. */
export function focusField(form: HTMLElement | null, name?: string): void {
  if (!form) return
  const box = name === undefined ? form : form.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`)
  if (!box) return
  focusOn(name === undefined ? stopsOf(form)[0] : box.querySelector<HTMLElement>('input,textarea,button[data-stop]'))
}

/** The button that ends a form: in it, or in the bar that stands with it. */
const submitOf = (form: HTMLElement): HTMLElement | null =>
  form.querySelector<HTMLElement>('[data-submit]') ??
  form.parentElement?.querySelector<HTMLElement>('[data-submit]') ??
  null

const stopsOf = (form: HTMLElement): HTMLElement[] =>
  [...form.querySelectorAll<HTMLElement>(STOPS)].filter(stop => !isOff(stop))

const isOff = (stop: HTMLElement): boolean =>
  (stop as HTMLInputElement).disabled || stop.tabIndex < 0 || stop.closest('[hidden]') !== null

function focusOn(stop: HTMLElement | null | undefined): void {
  if (!stop) return
  stop.focus()
  stop.scrollIntoView({ block: 'nearest' })
  if (stop instanceof HTMLInputElement && stop.type !== 'checkbox') stop.select()
}
