import type { ClipboardEvent, DragEvent, RefObject } from 'react'
import type { ViewCell } from '../../api/cases.ts'
import { handFiles } from '../fields/incoming-files.ts'
import { focusField, moveByEnter } from '../state/form-keys.ts'
import { useHouse } from '../state/house.tsx'
import type { CaseForm } from '../state/use-case-form.ts'
import { fieldOf, useLeaving } from '../state/use-leaving.ts'
import { FieldBox } from './field-box.tsx'

interface CaseFieldsProps {
  form: CaseForm
  /** Fields that the act itself asks for, behind the others. */
  asked?: readonly ViewCell[]
  /** Title of their section. */
  askedTitle?: string
  area: RefObject<HTMLDivElement | null>
}

/** All fields of a form in their sections, in as many columns as fit; Enter walks through them. */
export function CaseFields({ form, asked = [], askedTitle = '', area }: CaseFieldsProps) {
  const { view } = form
  const labels = useHouse().labels(view.type)
  const { leave, holds } = useLeaving(form, area)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens for what its inputs do; it is no control itself
    <div
      ref={area}
      className="case-fields"
      onKeyDownCapture={event => holds(event) || moveByEnter(event)}
      onFocus={event => form.setActive(fieldOf(event.target))}
      onBlur={() => form.setActive(undefined)}
      onPaste={onPaste}
      onDragOver={event => event.preventDefault()}
      onDrop={onDrop}
    >
      {view.sections.map(({ section, cells }) => (
        <FieldSection key={section} title={labels.section(section)} cells={cells} form={form} leave={leave} />
      ))}
      {asked.length > 0 && <FieldSection title={askedTitle} cells={asked} form={form} leave={leave} />}
    </div>
  )
}

interface FieldSectionProps {
  title: string
  cells: readonly ViewCell[]
  form: CaseForm
  leave: (field: string) => Promise<void>
}

function FieldSection({ title, cells, form, leave }: FieldSectionProps) {
  const labels = useHouse().labels(form.view.type)
  return (
    <section className="field-section">
      <h3>{title}</h3>
      <div className="field-grid">
        {cells.map(cell => (
          <FieldBox
            key={cell.name}
            type={form.view.type}
            caseId={form.view.id}
            cell={cell}
            value={form.valueOf(cell)}
            hint={labels.hint(cell.name)}
            problems={form.problemsAt(cell.name)}
            change={form.change}
            done={leave}
          />
        ))}
      </div>
    </section>
  )
}

function onPaste(event: ClipboardEvent<HTMLDivElement>): void {
  const files = [...event.clipboardData.files]
  if (files.length && handFiles(event.currentTarget, files, document.activeElement)) event.preventDefault()
}

function onDrop(event: DragEvent<HTMLDivElement>): void {
  const files = [...event.dataTransfer.files]
  if (!files.length) return
  event.preventDefault()
  handFiles(event.currentTarget, files, event.target as Element)
}

/** Puts the focus on the first field that still needs something, else on the first field. */
export function focusFirstMissing(area: HTMLElement | null, form: CaseForm): void {
  focusField(area, form.missing[0]?.name ?? form.wrong[0]?.name)
}
