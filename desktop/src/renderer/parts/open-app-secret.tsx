import { Alert, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OpenAppsView } from '../../api/open-apps.ts'

interface OpenAppSecretProps {
  made: NonNullable<OpenAppsView['made']>
  close(): void
}

/** What an app signs in with. It is shown once. */
export function OpenAppSecret({ made: { app, name, secret }, close }: OpenAppSecretProps) {
  const { t } = useTranslation()
  const line = (label: string, text: string) => (
    <div>
      {label}{' '}
      <Typography.Text
        strong
        className="mono"
        copyable={{ text, tooltips: [t('openApps.copy'), t('openApps.copied')] }}
      >
        {text}
      </Typography.Text>
    </div>
  )
  return (
    <Alert
      className="station-note"
      type="warning"
      role="status"
      closable={{ onClose: close }}
      title={t('openApps.madeTitle', { name })}
      description={
        <>
          {line(t('openApps.appId'), app)}
          {line(t('openApps.secret'), secret)}
          <p className="faint">{t('openApps.madeHint')}</p>
        </>
      }
    />
  )
}
