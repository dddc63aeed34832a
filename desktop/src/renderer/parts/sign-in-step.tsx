import { Input, QRCode } from 'antd'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiFailure } from '../../api.ts'
import type { Next } from '../state/use-sign-in.ts'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'
import { EMPTY_PASSWORD, isTypedTwice, NewPasswordInputs } from './new-password.tsx'

interface SignInStepProps {
  next: Next
  busy: boolean
  failure: ApiFailure | undefined
  goOn(more: { newPassword?: string; code?: string }): void
  back(): void
}

/** What is asked for beside login and password: a password of one's own, a code, or an authenticator with its first code. */
export function SignInStep(props: SignInStepProps) {
  if (props.next.next === 'password') return <OwnPassword {...props} />
  if (props.next.next === 'enrol') return <Enrol {...props} />
  return <Code {...props} />
}

function OwnPassword({ goOn, ...rest }: SignInStepProps) {
  const { t } = useTranslation()
  const [value, setValue] = useState(EMPTY_PASSWORD)
  return (
    <StepForm {...rest} ready={isTypedTwice(value)} submit={() => goOn({ newPassword: value.password })}>
      <h3>{t('signIn.own')}</h3>
      <NewPasswordInputs value={value} change={setValue} focus />
    </StepForm>
  )
}

function Code({ goOn, ...rest }: SignInStepProps) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  return (
    <StepForm {...rest} ready={code.trim() !== ''} submit={() => goOn({ code })}>
      <h3>{t('signIn.code')}</h3>
      <p className="faint">{t('signIn.codeHint')}</p>
      <CodeInput value={code} change={setCode} />
    </StepForm>
  )
}

function Enrol({ next, goOn, ...rest }: SignInStepProps) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  return (
    <div className="sign-in-enrol">
      <QRCode type="svg" size={208} value={next.uri ?? ''} errorLevel="M" />
      <StepForm {...rest} next={next} ready={code.trim() !== ''} submit={() => goOn({ code })}>
        <h3>{t('signIn.enrol')}</h3>
        <ol>
          <li>{t('signIn.enrolApp')}</li>
          <li>{t('signIn.enrolScan')}</li>
          <li>{t('signIn.enrolType')}</li>
        </ol>
        <p className="faint">
          {t('signIn.enrolSecret')} <code className="mono">{inFours(next.secret ?? '')}</code>
        </p>
        <CodeInput value={code} change={setCode} />
      </StepForm>
    </div>
  )
}

const inFours = (secret: string) => secret.replace(/(.{4})(?=.)/g, '$1 ')

function CodeInput({ value, change }: { value: string; change(code: string): void }) {
  const { t } = useTranslation()
  return (
    <Input
      size="large"
      className="mono"
      aria-label={t('signIn.code')}
      placeholder={t('signIn.code')}
      autoComplete="one-time-code"
      autoFocus
      maxLength={20}
      value={value}
      onChange={event => change(event.target.value)}
    />
  )
}

interface StepFormProps extends Omit<SignInStepProps, 'goOn'> {
  ready: boolean
  submit(): void
  children: React.ReactNode
}

function StepForm({ busy, failure, ready, submit, back, children }: StepFormProps) {
  const { t } = useTranslation()
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (ready) submit()
  }
  return (
    <form className="gate-form" onSubmit={send}>
      {children}
      {failure && <FailureNote failure={failure} inline />}
      <KeyButton type="primary" size="large" htmlType="submit" hotkey="Enter" loading={busy} disabled={!ready}>
        {t('signIn.go')}
      </KeyButton>
      <KeyButton onClick={back}>{t('signIn.back')}</KeyButton>
    </form>
  )
}
