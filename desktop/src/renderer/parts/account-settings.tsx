import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../state/client-context.ts'
import { useSession } from '../state/session.tsx'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'
import { EMPTY_PASSWORD, isTypedTwice, NewPasswordInputs } from './new-password.tsx'
import { SessionTable } from './session-table.tsx'

/** One's own password, and where one is signed in. */
export function AccountSettings() {
  const { t } = useTranslation()
  return (
    <>
      <section className="account-part">
        <h3>{t('account.change')}</h3>
        <PasswordForm />
      </section>
      <section className="account-part">
        <h3>{t('account.sessions')}</h3>
        <SessionTable whose="own" />
      </section>
    </>
  )
}

function PasswordForm() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { take } = useSession()
  const { run, busy, failure } = useAct()
  const [old, setOld] = useState('')
  const [value, setValue] = useState(EMPTY_PASSWORD)
  const [done, setDone] = useState(false)
  const send = async () => {
    setDone(false)
    const state = await run(() => ask('session.password', { old, password: value.password }))
    if (!state) return
    setOld('')
    setValue(EMPTY_PASSWORD)
    setDone(true)
    take(state)
  }
  const ready = old !== '' && isTypedTwice(value)
  return (
    <form
      className="gate-form"
      onSubmit={event => {
        event.preventDefault()
        if (ready) void send()
      }}
    >
      <Input.Password
        size="large"
        aria-label={t('account.old')}
        placeholder={t('account.old')}
        autoComplete="off"
        value={old}
        onChange={event => setOld(event.target.value)}
      />
      <NewPasswordInputs value={value} change={setValue} />
      {failure && <FailureNote failure={failure} inline />}
      {done && (
        <p className="tone-good" role="status">
          {t('account.done')}
        </p>
      )}
      <KeyButton type="primary" htmlType="submit" loading={busy} disabled={!ready}>
        {t('account.change')}
      </KeyButton>
    </form>
  )
}
