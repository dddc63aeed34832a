import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { Clock } from './clock.tsx'

export interface Code {
  code: string
  until: string
  /** For which window. */
  of: string
}

/** A one-time code, large enough to be read over a telephone. It is shown once. */
export function StationCode({ code: { code, until, of }, close }: { code: Code; close(): void }) {
  const { t } = useTranslation()
  return (
    <Alert
      className="station-note"
      type="info"
      role="status"
      closable={{ onClose: close }}
      title={t('stations.codeFor', { of })}
      description={
        <>
          <b className="mono code-large">{code}</b>
          <p className="faint">
            {t('stations.codeHint')} <Clock at={until} />
          </p>
        </>
      }
    />
  )
}
