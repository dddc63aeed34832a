import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionState } from '../../api.ts'
import { FailureNote } from '../parts/failure-note.tsx'
import { GatePage } from '../parts/gate-page.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { useAsk } from '../state/client-context.ts'
import { useSession } from '../state/session.tsx'
import { useAct } from '../state/use-act.ts'

/** An idle window: the pages lie behind it as they were left, for the same person's password; or somebody else begins. */
export function LockedScreen({ state }: { state: SessionState }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { take, leave } = useSession()
  const { run, busy, failure } = useAct()
  const [password, setPassword] = useState('')
  const unlock = async () => {
    const open = await run(() => ask('session.unlock', { password }))
    if (open) take(open)
    else setPassword('')
  }
  const change = async () => {
    const out = await run(() => ask('session.signOut', {}))
    if (out) leave(out)
  }
  return (
    <GatePage title={t('lock.title')} place={state.station?.name ?? ''} unit={state.station?.unitName ?? ''}>
      <form
        className="gate-form"
        onSubmit={event => {
          event.preventDefault()
          if (password) void unlock()
        }}
      >
        <p>{t('lock.who', { name: state.person?.name })}</p>
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
        <KeyButton onClick={() => void change()}>{t('lock.other')}</KeyButton>
        <p className="faint">{t('lock.hint')}</p>
      </form>
    </GatePage>
  )
}
