import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSession } from '../state/session.tsx'

/** Says why the centre does not take this window's word, with the way to become itself again. Nothing when all is well. */
export function StationFaultNote({ enrol }: { enrol(): void }) {
  const { t } = useTranslation()
  const fault = useSession().state?.stationFault
  if (!fault) return null
  return (
    <Alert
      className="station-fault"
      type={fault.stopped ? 'error' : 'warning'}
      showIcon
      role="alert"
      title={fault.text}
      action={
        <Button size="small" onClick={enrol}>
          {t('enrol.again')}
        </Button>
      }
    />
  )
}
