import { Button, type ButtonProps } from 'antd'

export interface KeyButtonProps extends ButtonProps {
  /** The key that presses it, as `KeyboardEvent.key` names it, with Alt+ or Ctrl+ before it. Shown on the button. */
  hotkey?: string
  /** Enter stops here on its way through a form. */
  stop?: boolean
}

/** A button that shows the key that presses it. */
export function KeyButton({ hotkey, stop, children, ...rest }: KeyButtonProps) {
  return (
    <Button {...rest} data-key={hotkey} data-stop={stop || undefined} aria-keyshortcuts={hotkey}>
      {children}
      {hotkey && <kbd>{hotkey === 'Escape' ? 'Esc' : hotkey}</kbd>}
    </Button>
  )
}
