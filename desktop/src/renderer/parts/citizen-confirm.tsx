import { EditOutlined } from '@ant-design/icons'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CitizenView } from '../../api/citizen.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import type { CaseForm } from '../state/use-case-form.ts'
import { useCitizen } from '../state/use-citizen.ts'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'

const TONES: Readonly<Record<NonNullable<CitizenView['confirm']>, string>> = {
  asked: 'tone-quiet',
  shown: 'tone-wait',
  late: 'tone-wait',
  signed: 'tone-good',
  stale: 'tone-bad',
  wrong: 'tone-bad',
}
const PENDING = ['asked', 'shown', 'late']

/** Has the citizen confirm and sign what stands in a form; nothing where there is no second screen. */
export function CitizenConfirm({ form }: { form: CaseForm }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure, clear } = useAct()
  const { id, type } = form.view
  // Only once it is signed does it matter what stands in the form.
  const [sealed, setSealed] = useState(false)
  const { answer: view } = useCitizen(type, id, sealed ? form.patch : undefined)
  useEffect(() => setSealed(view?.signature !== undefined), [view])
  useSignature(form, view)
  const confirm = view?.confirm === 'stale' && !sealed ? undefined : view?.confirm
  if (!view?.confirms || (view.screens === 0 && !confirm)) return null
  const asks = () => run(() => form.judged().then(() => ask('citizen.ask', { type, id, patch: form.patch })))
  return (
    <>
      {failure && <FailureNote failure={failure} close={clear} inline />}
      {confirm && (
        <span className={TONES[confirm]} role="status">
          {t(`citizen.state.${confirm}`)}
          {confirm === 'wrong' && view.wrong.join('、')}
        </span>
      )}
      {confirm && PENDING.includes(confirm) ? (
        <KeyButton hotkey="F7" onClick={() => void ask('citizen.takeBack', { id })}>
          {t('citizen.takeBack')}
        </KeyButton>
      ) : (
        view.screens > 0 && (
          <KeyButton hotkey="F7" icon={<EditOutlined />} loading={busy} onClick={() => void asks()}>
            {t('citizen.ask')}
          </KeyButton>
        )
      )}
    </>
  )
}

/** A signature that was given stands in the form at once, unless the clerk has emptied its field since. */
function useSignature(form: CaseForm, view: CitizenView | undefined): void {
  const taken = useRef<string>(undefined)
  const file = view?.signature?.file
  const field = view?.signature?.field
  useEffect(() => {
    if (!file || !field || taken.current === file) return
    taken.current = file
    form.fill({ [field]: [file] })
  }, [file, field, form])
}
