import { Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionState, UsbKeyState } from '../../api/session.ts'
import type { ApiFailure } from '../../api.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'

interface UsbKeyFormProps {
  keys: UsbKeyState
  /** Opens the window again for who is signed in, or signs somebody in. */
  call: 'usbKey.signIn' | 'usbKey.unlock'
  text: string
  done(state: SessionState): void
}

/** The key in the socket and its PIN. One PIN is tried once: what the key says of those that are left stands below it. */
export function UsbKeyForm({ keys, call, text, done }: UsbKeyFormProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [pin, setPin] = useState('')
  const [chosen, setChosen] = useState<string>()
  const key = keys.keys.find(({ serial }) => serial === chosen) ?? keys.keys.find(({ own }) => own) ?? keys.keys[0]
  const ready = key !== undefined && !key.locked && pin !== ''
  const send = async () => {
    if (!key) return
    const state = await run(() => ask(call, { serial: key.serial, pin }))
    setPin('')
    if (state) done(state)
  }
  return (
    <form
      className="gate-form"
      onSubmit={event => {
        event.preventDefault()
        if (ready) void send()
      }}
    >
      <KeyInSocket keys={keys} chosen={key} choose={setChosen} />
      <Input.Password
        size="large"
        aria-label={t('usbKey.pin')}
        placeholder={t('usbKey.pin')}
        autoComplete="off"
        autoFocus
        maxLength={64}
        disabled={!key || key.locked}
        key={key?.serial ?? 'none'}
        value={pin}
        onChange={event => setPin(event.target.value)}
      />
      {key?.warning && !failure && <p className={key.locked ? 'tone-bad' : 'tone-wait'}>{key.warning}</p>}
      <Failing failure={failure} />
      <KeyButton type="primary" size="large" htmlType="submit" hotkey="Enter" loading={busy} disabled={!ready}>
        {text}
      </KeyButton>
    </form>
  )
}

const Failing = ({ failure }: { failure: ApiFailure | undefined }) =>
  failure ? <FailureNote failure={failure} inline /> : null

interface KeyInSocketProps {
  keys: UsbKeyState
  chosen: UsbKeyState['keys'][number] | undefined
  choose(serial: string): void
}

/** Which key is in, and whose; one of several is chosen. */
function KeyInSocket({ keys: { keys, fault }, chosen, choose }: KeyInSocketProps) {
  const { t } = useTranslation()
  if (!chosen)
    return (
      <p role="status" className={fault ? 'tone-bad' : 'tone-wait'}>
        {fault ?? t('usbKey.none')}
      </p>
    )
  const name = ({ label, name: whose }: typeof chosen) => (whose ? `${whose} · ${label}` : label)
  if (keys.length === 1)
    return (
      <p role="status">
        {t('usbKey.seen')} <b>{name(chosen)}</b>
      </p>
    )
  return (
    <Select
      size="large"
      aria-label={t('usbKey.choose')}
      value={chosen.serial}
      options={keys.map(key => ({ value: key.serial, label: name(key) }))}
      onChange={choose}
    />
  )
}
