import type { RefObject } from 'react'
import type { ViewCell } from '../../api/cases.ts'
import { focusFrom, moveByEnter } from '../state/form-keys.ts'
import { useHouse } from '../state/house.tsx'
import type { CaseForm } from '../state/use-case-form.ts'
import { FieldBox } from './field-box.tsx'

interface AskedFieldsProps {
  form: CaseForm
  cells: readonly ViewCell[]
  area: RefObject<HTMLDivElement | null>
}

/** The few fields that a step asks for. Enter behind the last one goes to the button of the step. */
export function AskedFields({ form, cells, area }: AskedFieldsProps) {
  const labels = useHouse().labels(form.view.type)
  const forward = () => setTimeout(() => leave(area.current), 30)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for what its inputs do; it is no control itself
    <div
      className="field-grid"
      onKeyDownCapture={event => moveByEnter(event, area.current)}
      onFocus={event => form.setActive(event.target.closest<HTMLElement>('[data-field]')?.dataset.field)}
      onBlur={() => form.setActive(undefined)}
    >
      {cells.map(cell => (
        <FieldBox
          key={cell.name}
          type={form.view.type}
          cell={cell}
          value={form.valueOf(cell)}
          hint={labels.hint(cell.name)}
          problems={form.problemsAt(cell.name)}
          change={form.change}
          done={forward}
        />
      ))}
    </div>
  )
}

function leave(area: HTMLElement | null): void {
  if (area && document.activeElement) focusFrom(area, document.activeElement, 1)
}
