import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CitizenLine, CitizenScreen } from '../../api/citizen.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { Choice } from './choice.tsx'
import { Failure } from './failure.tsx'
import { Sign } from './sign.tsx'

interface ConfirmProps {
  screen: Extract<CitizenScreen, { state: 'confirm' }>
  done(): void
  reload(): void
}

const HINTS = { read: 'citizen.checkHint', wrong: 'citizen.which', sign: 'citizen.signHint' } as const

/** What was entered, in large print: it is right and signed, or something is wrong and shown to the desk. */
export function Confirm({ screen, done, reload }: ConfirmProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [mode, setMode] = useState<'read' | 'sign' | 'wrong'>('read')
  const [wrong, setWrong] = useState<readonly string[]>([])
  const answer = async (given: { signature: Uint8Array<ArrayBuffer> } | { wrong: string[] }) => {
    const sent = await run(() => ask('citizen.answer', { ask: screen.ask, answer: given }).then(() => true))
    if (sent) done()
    else reload()
  }
  const toggle = (name: string) => setWrong(all => (all.includes(name) ? all.filter(n => n !== name) : [...all, name]))
  return (
    <main className={`citizen citizen-${mode}`}>
      <header>
        <h1>{t('citizen.check', { what: screen.title })}</h1>
        <p>{t(HINTS[mode])}</p>
      </header>
      <Lines lines={screen.lines} wrong={wrong} {...(mode === 'wrong' && { toggle })} />
      <Failure failure={failure} />
      {mode === 'read' && (
        <Choice
          other={t('citizen.wrong')}
          main={t('citizen.right')}
          busy={busy}
          onOther={() => setMode('wrong')}
          onMain={() => setMode('sign')}
        />
      )}
      {mode === 'wrong' && (
        <Choice
          other={t('citizen.back')}
          main={t('citizen.tell')}
          busy={busy}
          onOther={() => setMode('read')}
          onMain={() => void answer({ wrong: [...wrong] })}
        />
      )}
      {mode === 'sign' && (
        <Sign busy={busy} back={() => setMode('read')} give={signature => void answer({ signature })} />
      )}
    </main>
  )
}

interface LinesProps {
  lines: readonly CitizenLine[]
  wrong: readonly string[]
  toggle?: (name: string) => void
}

/** What was entered, line by line; while something is wrong, each with a mark for that. */
function Lines({ lines, wrong, toggle }: LinesProps) {
  const { t } = useTranslation()
  return (
    <dl className="citizen-lines">
      {lines.map(({ name, label, text }) => (
        <div key={name} className={wrong.includes(name) ? 'is-wrong' : ''}>
          <dt>{label}</dt>
          <dd>{text}</dd>
          {toggle && (
            <button type="button" aria-pressed={wrong.includes(name)} onClick={() => toggle(name)}>
              {t('citizen.thisWrong')}
              <span className="sr-only">{label}</span>
            </button>
          )}
        </div>
      ))}
    </dl>
  )
}
