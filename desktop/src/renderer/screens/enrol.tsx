import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { EnrolForm } from '../parts/enrol-form.tsx'
import { GatePage } from '../parts/gate-page.tsx'
import { useSession } from '../state/session.tsx'

/**
 * The first start: this computer becomes a window by a code that its centre gave out, good for one time. Also for a window
 * whose key is not here or not taken any more, which becomes itself again; `back` leads to where it was asked for.
 */
export function EnrolScreen({ back }: { back?(): void }) {
  const { t } = useTranslation()
  const { state, take } = useSession()
  const station = state?.station
  return (
    <GatePage
      title={t(station ? 'enrol.titleAgain' : 'enrol.title')}
      place={station?.name ?? t('enrol.place')}
      unit={station?.unitName ?? ''}
    >
      {state?.stationFault && <Alert type="warning" showIcon role="alert" title={state.stationFault.text} />}
      <p className="faint">{t(station ? 'enrol.hintAgain' : 'enrol.hint')}</p>
      <EnrolForm
        {...(station && { again: station.name })}
        done={next => {
          take(next)
          back?.()
        }}
      />
      {back && (
        <p className="gate-back">
          <Button onClick={back}>{t('enrol.back')}</Button>
        </p>
      )}
    </GatePage>
  )
}
