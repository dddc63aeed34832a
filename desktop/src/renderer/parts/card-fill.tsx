import { IdcardOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { ApiFailure } from '../../api.ts'
import { useAsk } from '../state/client-context.ts'
import { useHouse } from '../state/house.tsx'
import { useSessionState } from '../state/session.tsx'
import { useAct } from '../state/use-act.ts'
import { useCard } from '../state/use-card.ts'
import type { CaseForm } from '../state/use-case-form.ts'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'

/** Fills a form from the card on the reader, where the record type says what a card tells of it. */
export function CardFill({ form }: { form: CaseForm }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { type, version } = form.view
  const { place } = useSessionState()
  const { card } = useHouse().kind(type).record
  const { run, busy, failure, clear } = useAct()
  const fill = async () => {
    const read = await run(async () => {
      const found = await ask('card.read', { type })
      if (!found) throw { code: 'device', text: t('intake.noCard') } satisfies ApiFailure
      return found
    })
    if (read) form.fill(read.patch)
  }
  // A card laid down before anything was typed means its holder.
  useCard(() => card && version === 0 && !form.touched && void fill())
  if (!card || place) return null
  return (
    <>
      {failure && <FailureNote failure={failure} close={clear} inline />}
      <KeyButton hotkey="F2" icon={<IdcardOutlined />} loading={busy} onClick={() => void fill()}>
        {t('form.readCard')}
      </KeyButton>
    </>
  )
}
