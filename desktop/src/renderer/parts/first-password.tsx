import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'

interface FirstPasswordProps {
  name: string
  password: string
  close(): void
}

/** A first password, shown once: it is handed over, and changed at the first sign-in. */
export function FirstPassword({ name, password, close }: FirstPasswordProps) {
  const { t } = useTranslation()
  return (
    <Alert
      type="success"
      showIcon
      role="status"
      title={t('people.code', { name })}
      description={
        <>
          <code className="mono first-password">{password}</code>
          <p>{t('people.codeHint')}</p>
        </>
      }
      closable={{ onClose: close }}
    />
  )
}
