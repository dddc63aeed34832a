import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CitizenScreen } from '../../api/citizen.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { Choice } from './choice.tsx'
import { Failure } from './failure.tsx'

interface RateProps {
  screen: Extract<CitizenScreen, { state: 'rate' }>
  done(rated: boolean): void
  reload(): void
}

/** The five levels; those that are low ask for a reason, which need not be given. */
export function Rate({ screen, done, reload }: RateProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [low, setLow] = useState<string>()
  const rate = async (given: { level?: string; reason?: string }) => {
    const sent = await run(() => ask('citizen.rate', { ask: screen.ask, ...given }).then(() => true))
    if (sent) done(given.level !== undefined)
    else reload()
  }
  const choose = (level: string) =>
    screen.levels.some(({ code, low: isLow }) => code === level && isLow) ? setLow(level) : void rate({ level })
  return (
    <main className="citizen">
      <header>
        <h1>{t(low === undefined ? 'citizen.rate' : 'citizen.rateWhy')}</h1>
        <p>{screen.title}</p>
      </header>
      {low === undefined ? (
        <Choices choices={screen.levels} busy={busy} choose={choose} />
      ) : (
        <Choices choices={screen.reasons} busy={busy} choose={reason => void rate({ level: low, reason })} />
      )}
      <Failure failure={failure} />
      {low === undefined ? (
        <footer>
          <button type="button" disabled={busy} onClick={() => void rate({})}>
            {t('citizen.skip')}
          </button>
        </footer>
      ) : (
        <Choice
          other={t('citizen.back')}
          main={t('citizen.noReason')}
          busy={busy}
          onOther={() => setLow(undefined)}
          onMain={() => void rate({ level: low })}
        />
      )}
    </main>
  )
}

interface ChoicesProps {
  choices: readonly { code: string; label: string }[]
  busy: boolean
  choose(code: string): void
}

function Choices({ choices, busy, choose }: ChoicesProps) {
  return (
    <div className="citizen-levels">
      {choices.map(({ code, label }) => (
        <button key={code} type="button" disabled={busy} onClick={() => choose(code)}>
          {label}
        </button>
      ))}
    </div>
  )
}
