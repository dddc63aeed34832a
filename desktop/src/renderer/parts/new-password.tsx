import { Input } from 'antd'
import { useTranslation } from 'react-i18next'

export interface NewPassword {
  password: string
  again: string
}

export const EMPTY_PASSWORD: NewPassword = { password: '', again: '' }

export const isTypedTwice = ({ password, again }: NewPassword): boolean => password !== '' && password === again

interface NewPasswordProps {
  value: NewPassword
  change(value: NewPassword): void
  focus?: boolean
}

/** A new password, typed twice. What makes a good one is said; whether it is one is for the centre to say. */
export function NewPasswordInputs({ value, change, focus = false }: NewPasswordProps) {
  const { t } = useTranslation()
  const different = value.again !== '' && !value.password.startsWith(value.again)
  return (
    <>
      <p className="faint">{t('account.rule')}</p>
      <Input.Password
        size="large"
        aria-label={t('account.new')}
        placeholder={t('account.new')}
        autoComplete="new-password"
        autoFocus={focus}
        value={value.password}
        onChange={event => change({ ...value, password: event.target.value })}
      />
      <Input.Password
        size="large"
        aria-label={t('account.again')}
        placeholder={t('account.again')}
        autoComplete="new-password"
        value={value.again}
        onChange={event => change({ ...value, again: event.target.value })}
      />
      {different && <p className="tone-bad">{t('account.different')}</p>}
    </>
  )
}
