import { Alert, Input, type InputRef } from 'antd'
import { type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionState } from '../../api/session.ts'
import type { ApiFailure } from '../../api.ts'
import { FailureNote } from '../parts/failure-note.tsx'
import { GatePage } from '../parts/gate-page.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { SignInStep } from '../parts/sign-in-step.tsx'
import { SignInWay } from '../parts/sign-in-way.tsx'
import { StationFaultNote } from '../parts/station-fault-note.tsx'
import { UsbKeyForm } from '../parts/usb-key-form.tsx'
import { useSession } from '../state/session.tsx'
import { useStatus } from '../state/status.tsx'
import { useSignIn } from '../state/use-sign-in.ts'
import { useUsbKeys } from '../state/use-usb-keys.ts'

/** Sign-in: people who were here before are one click away, and may come in without the network. */
export function SignInScreen({ state, enrol }: { state: SessionState; enrol(): void }) {
  const { t } = useTranslation()
  const { begin, goOn, back, next, busy, failure } = useSignIn()
  const { take } = useSession()
  const { keys, way, choose } = useUsbKeys('password')
  return (
    <GatePage title={t('signIn.title')} place={state.station?.name ?? ''} unit={state.station?.unitName ?? ''}>
      <StationFaultNote enrol={enrol} />
      {next ? (
        <SignInStep next={next} busy={busy} failure={failure} goOn={more => void goOn(more)} back={back} />
      ) : (
        <>
          {keys && <SignInWay way={way} choose={choose} />}
          {keys && way === 'key' ? (
            <>
              {state.over && <Alert type="warning" showIcon title={state.over} />}
              <UsbKeyForm keys={keys} call="usbKey.signIn" text={t('signIn.go')} done={take} />
            </>
          ) : (
            <Credentials
              state={state}
              busy={busy}
              failure={failure}
              begin={(login, password) => void begin(login, password)}
            />
          )}
        </>
      )}
    </GatePage>
  )
}

interface CredentialsProps {
  state: SessionState
  busy: boolean
  failure: ApiFailure | undefined
  begin(login: string, password: string): void
}

/** Who comes, and their password. */
function Credentials({ state, busy, failure, begin }: CredentialsProps) {
  const { t } = useTranslation()
  const [login, setLogin] = useState(state.known[0]?.login ?? '')
  const [password, setPassword] = useState('')
  const word = useRef<InputRef>(null)
  const status = useStatus()
  const pick = (who: string, its = '') => {
    setLogin(who)
    setPassword(its)
    word.current?.focus()
  }
  const ready = login !== '' && password !== ''
  return (
    <>
      {state.over && <Alert type="warning" showIcon title={state.over} />}
      <KnownPeople known={state.known} chosen={login} pick={pick} />
      <form
        className="gate-form"
        onSubmit={event => {
          event.preventDefault()
          begin(login.trim(), password)
        }}
      >
        <LoginInput value={login} change={setLogin} known={state.known.length > 0} />
        <PasswordInput ref={word} value={password} change={setPassword} focus={state.known.length > 0} />
        {failure && <FailureNote failure={failure} inline />}
        {status && status.network !== 'online' && (
          <p className="tone-wait">{t(state.place ? 'dashboard.offline' : 'signIn.offline')}</p>
        )}
        <KeyButton type="primary" size="large" htmlType="submit" hotkey="Enter" loading={busy} disabled={!ready}>
          {t('signIn.go')}
        </KeyButton>
      </form>
      {state.demoLogins && <DemoLogins logins={state.demoLogins} pick={pick} />}
      {state.demo && !state.secondFactor && <p className="faint">{t('signIn.factorOff')}</p>}
    </>
  )
}

interface PasswordInputProps {
  ref: RefObject<InputRef | null>
  value: string
  change(password: string): void
  focus: boolean
}

function PasswordInput({ ref, value, change, focus }: PasswordInputProps) {
  const { t } = useTranslation()
  return (
    <Input.Password
      ref={ref}
      size="large"
      aria-label={t('signIn.password')}
      placeholder={t('signIn.password')}
      value={value}
      autoComplete="off"
      autoFocus={focus}
      onChange={event => change(event.target.value)}
    />
  )
}

function LoginInput({ value, change, known }: { value: string; change(login: string): void; known: boolean }) {
  const { t } = useTranslation()
  return (
    <Input
      size="large"
      aria-label={t('signIn.login')}
      placeholder={t('signIn.login')}
      value={value}
      autoComplete="off"
      autoFocus={!known}
      onChange={event => change(event.target.value)}
    />
  )
}

interface KnownPeopleProps {
  known: SessionState['known']
  chosen: string
  pick(login: string): void
}

function KnownPeople({ known, chosen, pick }: KnownPeopleProps) {
  if (known.length === 0) return null
  return (
    <div className="known-people">
      {known.slice(0, 8).map(({ login, name }) => (
        <button key={login} type="button" className={login === chosen ? 'on' : ''} onClick={() => pick(login)}>
          <b>{name}</b>
          <small>{login}</small>
        </button>
      ))}
    </div>
  )
}

interface DemoLoginsProps {
  logins: NonNullable<SessionState['demoLogins']>
  pick(login: string, password: string): void
}

function DemoLogins({ logins, pick }: DemoLoginsProps) {
  const { t } = useTranslation()
  return (
    <section className="demo-logins">
      <h4>
        <em className="simulated">{t('demo.mark')}</em> {t('signIn.demo')}
      </h4>
      <ul>
        {logins.map(({ login, name, post, password }) => (
          <li key={login}>
            <button type="button" onClick={() => pick(login, password)}>
              <b>{name}</b>
              <span>{post}</span>
              <small className="mono">{login}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
