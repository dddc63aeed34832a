import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Data } from '../../../../shared-types/src/model/field.ts'
import type { ActAnswer, CaseView } from '../../api/cases.ts'
import { useAsk } from '../state/client-context.ts'
import { focusField } from '../state/form-keys.ts'
import { type House, useHouse } from '../state/house.tsx'
import { useAct } from '../state/use-act.ts'
import { useCaseForm } from '../state/use-case-form.ts'
import { CardFill } from './card-fill.tsx'
import { CaseFields, focusFirstMissing } from './case-fields.tsx'
import { CitizenConfirm } from './citizen-confirm.tsx'
import { FailureNote } from './failure-note.tsx'
import { FormBar } from './form-bar.tsx'
import { KeyButton } from './key-button.tsx'

interface RecordFormProps {
  view: CaseView
  patch: Data
  done(answer: ActAnswer, act: string): void
  back(): void
}

/** The form of a record that is made or corrected by hand. */
export function RecordForm({ view, patch, done, back }: RecordFormProps) {
  const { t } = useTranslation()
  const house = useHouse()
  const labels = house.labels(view.type)
  const area = useRef<HTMLDivElement>(null)
  const [main] = useState(() => mainAct(house, view))
  const form = useCaseForm({ view, patch, act: main })
  const asked = form.view.steps.find(step => step.name === main)?.asked ?? []
  const { save, busy, failure, refused } = useSave(form, area, done)
  const wordOf = (act: string) => (act === 'edit' ? t('form.save') : labels.step(act))

  useEffect(() => focusField(area.current), [])
  return (
    <div className="form-frame">
      <CaseFields form={form} asked={asked} askedTitle={labels.step(main)} area={area} />
      <FormBar form={form} area={area}>
        {failure && <FailureNote failure={failure} inline />}
        {refused.map(text => (
          <span key={text} className="tone-bad">
            {text}
          </span>
        ))}
        <CardFill form={form} />
        <CitizenConfirm form={form} />
        <KeyButton hotkey="Escape" disabled={busy} onClick={back}>
          {t('form.back')}
        </KeyButton>
        {main !== 'edit' && (
          <KeyButton hotkey="F8" disabled={busy} onClick={() => void save('edit')}>
            {t('form.keep')}
          </KeyButton>
        )}
        <KeyButton type="primary" hotkey="F9" data-submit loading={busy} onClick={() => void save(main)}>
          {wordOf(main)}
        </KeyButton>
      </FormBar>
    </div>
  )
}

/** A record that has not begun its flow is begun by its first step; later ones are corrected by edits. */
function mainAct(house: House, view: CaseView): string {
  const { workflow } = house.kind(view.type).record
  if (view.state !== workflow.start) return 'edit'
  return view.steps.find(step => !step.danger && !step.identity)?.name ?? 'edit'
}

function useSave(
  form: ReturnType<typeof useCaseForm>,
  area: React.RefObject<HTMLDivElement | null>,
  done: (answer: ActAnswer, act: string) => void,
) {
  const ask = useAsk()
  const doing = useAct()
  const [refused, setRefused] = useState<string[]>([])
  const { id, type } = form.view
  const save = async (act: string) => {
    form.showAll()
    setRefused([])
    await form.stop()
    const answer = await doing.run(() => ask('cases.act', { type, id, act, patch: form.patch, draft: id }))
    if (answer && answer.problems.length === 0) return done(answer, act)
    form.resume()
    const shown = new Set([...form.general.map(p => p.text), ...form.wrong.map(p => p.text)])
    const missing = new Set(form.missing.map(({ name }) => name))
    const fresh = (answer?.problems ?? []).filter(p => !shown.has(p.text) && !missing.has(p.field ?? ''))
    setRefused(fresh.map(p => p.text))
    focusFirstMissing(area.current, form)
  }
  return { save, refused, busy: doing.busy, failure: doing.failure }
}
