import { useTranslation } from 'react-i18next'
import type { Status } from '../../api/sync.ts'

const TONES = { ready: 'good', busy: 'wait', absent: 'quiet', fault: 'bad' } as const

/** A device with the light of its state; a simulated one says so. */
export function DeviceMark({ device }: { device: Status['devices'][number] }) {
  const { t } = useTranslation()
  return (
    <span className="device-mark" title={device.text}>
      <i className={`dot tone-back-${TONES[device.state]}`} />
      {device.name}
      {device.simulated && <em className="simulated">{t('simulated')}</em>}
    </span>
  )
}
