import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionState } from '../../api/session.ts'
import { FailureNote } from '../parts/failure-note.tsx'
import { GatePage } from '../parts/gate-page.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { SignInWay } from '../parts/sign-in-way.tsx'
import { UsbKeyForm } from '../parts/usb-key-form.tsx'
import { useAsk } from '../state/client-context.ts'
import { useSession } from '../state/session.tsx'
import { useAct } from '../state/use-act.ts'
import { useUsbKeys } from '../state/use-usb-keys.ts'

/** An idle window: the pages lie behind it as they were left, for the same person's password; or somebody else begins. */
export function LockedScreen({ state }: { state: SessionState }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { take, leave } = useSession()
  const { run, busy, failure } = useAct()
  const { keys, way, choose } = useUsbKeys(state.byKey ? 'key' : 'password')
  const change = async () => {
    const out = await run(() => ask('session.signOut', {}))
    if (out) leave(out)
  }
  return (
    <GatePage title={t('lock.title')} place={state.station?.name ?? ''} unit={state.station?.unitName ?? ''}>
      <p>{t('lock.who', { name: state.person?.name })}</p>
      {keys && <SignInWay way={way} choose={choose} />}
      {keys && way === 'key' ? (
        <UsbKeyForm keys={keys} call="usbKey.unlock" text={t('lock.open')} done={take} />
      ) : (
        <PasswordForm done={take} />
      )}
      <div className="gate-form">
        {failure && <FailureNote failure={failure} inline />}
        <KeyButton loading={busy} onClick={() => void change()}>
          {t('lock.other')}
        </KeyButton>
        <p className="faint">{t('lock.hint')}</p>
      </div>
    </GatePage>
  )
}

function PasswordForm({ done }: { done(open: SessionState): void }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [password, setPassword] = useState('')
  const unlock = async () => {
    const open = await run(() => ask('session.unlock', { password }))
    if (open) done(open)
    else setPassword('')
  }
  return (
    <form
      className="gate-form"
      onSubmit={event => {
        event.preventDefault()
        if (password) void unlock()
      }}
    >
      <Input.Password
        size="large"
        aria-label={t('signIn.password')}
        placeholder={t('signIn.password')}
        autoComplete="off"
        autoFocus
        value={password}
        onChange={event => setPassword(event.target.value)}
      />
      {failure && <FailureNote failure={failure} inline />}
      <KeyButton type="primary" size="large" htmlType="submit" hotkey="Enter" loading={busy} disabled={!password}>
        {t('lock.open')}
      </KeyButton>
    </form>
  )
}
