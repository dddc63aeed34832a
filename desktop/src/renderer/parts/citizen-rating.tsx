import { useTranslation } from 'react-i18next'
import type { CaseView } from '../../api/cases.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCitizen } from '../state/use-citizen.ts'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'

/** Asks the citizen how they were served in this case; nothing where there is no second screen. */
export function CitizenRating({ view: { id, type } }: { view: Pick<CaseView, 'id' | 'type'> }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure, clear } = useAct()
  const view = useCitizen(type, id).answer
  if (!view?.screens || !view.rating) return null
  if (view.rating === 'rated') return <span className="faint">{t('citizen.isRated')}</span>
  const asked = view.rating === 'asked'
  const press = () => run(() => (asked ? ask('citizen.takeBack', { id }) : ask('citizen.askRating', { id })))
  return (
    <>
      {failure && <FailureNote failure={failure} close={clear} inline />}
      {asked && (
        <span className="tone-wait" role="status">
          {t('citizen.rating')}
        </span>
      )}
      <KeyButton size="small" hotkey="R" disabled={busy} onClick={() => void press()}>
        {t(asked ? 'citizen.takeBack' : 'citizen.askRating')}
      </KeyButton>
    </>
  )
}
