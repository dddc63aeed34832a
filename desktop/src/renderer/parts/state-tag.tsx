import type { Row } from '../../api/cases.ts'

/** A state in its colour. */
export function StateTag({ text, tone }: { text: string; tone: Row['tone'] }) {
  return <span className={`state-tag tone-${tone}`}>{text}</span>
}
