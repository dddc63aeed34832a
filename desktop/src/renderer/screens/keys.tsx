import { Input, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { KeysState } from '../../api/session.ts'
import { FailureNote } from '../parts/failure-note.tsx'
import { GatePage } from '../parts/gate-page.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useAsk } from '../state/client-context.ts'
import { useSession } from '../state/session.tsx'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'

/** Before anything else: what the key of this window's data needs, a passphrase or the choice of how to keep it. */
export function KeysScreen() {
  const { answer, failure } = useCall('keys.state', {})
  if (failure) return <FailureNote failure={failure} />
  if (!answer?.needs) return <Waiting page />
  return answer.needs === 'choice' ? <ChoiceForm state={answer} /> : <PassphraseForm state={answer} />
}

function useOpen() {
  const ask = useAsk()
  const { reload } = useSession()
  const { run, busy, failure } = useAct()
  const open = async (args: { keep?: 'passphrase' | 'file'; passphrase?: string }) => {
    const done = await run(async () => {
      await ask('keys.open', args)
      return true
    })
    if (done) reload()
  }
  return { open, busy, failure }
}

/** The passphrase that was chosen when this window began. */
function PassphraseForm({ state }: { state: KeysState }) {
  const { t } = useTranslation()
  const { open, busy, failure } = useOpen()
  const [passphrase, setPassphrase] = useState('')
  return (
    <GatePage title={t('keys.passphraseTitle')} place="" unit="">
      <p className="faint">{state.text}</p>
      <form
        className="gate-form"
        onSubmit={event => {
          event.preventDefault()
          if (passphrase) void open({ passphrase })
        }}
      >
        <PassphraseInput name="passphrase" value={passphrase} change={setPassphrase} focus />
        {failure && <FailureNote failure={failure} inline />}
        <Submit busy={busy} ready={passphrase !== ''} text={t('keys.open')} />
      </form>
    </GatePage>
  )
}

/** The first start on a machine without a keyring: somebody says knowingly how the key is kept. */
function ChoiceForm({ state }: { state: KeysState }) {
  const { t } = useTranslation()
  const { open, busy, failure } = useOpen()
  const [keep, setKeep] = useState<'passphrase' | 'file'>('passphrase')
  const [typed, setTyped] = useState({ passphrase: '', again: '' })
  const differ = typed.again !== '' && typed.again !== typed.passphrase
  const ready = keep === 'file' || (typed.passphrase !== '' && typed.again === typed.passphrase)
  return (
    <GatePage title={t('keys.choiceTitle')} place="" unit="">
      <p className="faint">{state.text}</p>
      <form
        className="gate-form"
        onSubmit={event => {
          event.preventDefault()
          if (ready) void open(keep === 'file' ? { keep } : { keep, passphrase: typed.passphrase })
        }}
      >
        <Radio.Group className="keys-choice" value={keep} onChange={event => setKeep(event.target.value)}>
          {(['passphrase', 'file'] as const).map(kind => (
            <Radio key={kind} value={kind} autoFocus={kind === 'passphrase'}>
              <b>{t(`keys.${kind}`)}</b>
              <p className="faint">{t(`keys.${kind}Hint`)}</p>
            </Radio>
          ))}
        </Radio.Group>
        {keep === 'passphrase' &&
          (['passphrase', 'again'] as const).map(name => (
            <PassphraseInput
              key={name}
              name={name}
              value={typed[name]}
              change={value => setTyped({ ...typed, [name]: value })}
            />
          ))}
        {differ && <p className="tone-bad">{t('keys.differ')}</p>}
        {failure && <FailureNote failure={failure} inline />}
        <Submit busy={busy} ready={ready} text={t('keys.choose')} />
      </form>
    </GatePage>
  )
}

interface PassphraseInputProps {
  name: 'passphrase' | 'again'
  value: string
  change(value: string): void
  focus?: boolean
}

function PassphraseInput({ name, value, change, focus = false }: PassphraseInputProps) {
  const { t } = useTranslation()
  return (
    <Input.Password
      size="large"
      aria-label={t(`keys.${name}Label`)}
      placeholder={t(`keys.${name}Label`)}
      value={value}
      autoComplete="off"
      autoFocus={focus}
      onChange={event => change(event.target.value)}
    />
  )
}

function Submit({ busy, ready, text }: { busy: boolean; ready: boolean; text: string }) {
  return (
    <KeyButton type="primary" size="large" htmlType="submit" hotkey="Enter" loading={busy} disabled={!ready}>
      {text}
    </KeyButton>
  )
}
