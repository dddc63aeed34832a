interface ChoiceProps {
  other: string
  main: string
  busy: boolean
  onOther(): void
  onMain(): void
}

/** Two ways on, the usual one at the right. */
export function Choice({ other, main, busy, onOther, onMain }: ChoiceProps) {
  return (
    <footer>
      <button type="button" disabled={busy} onClick={onOther}>
        {other}
      </button>
      <button type="button" className="main" disabled={busy} onClick={onMain}>
        {main}
      </button>
    </footer>
  )
}
