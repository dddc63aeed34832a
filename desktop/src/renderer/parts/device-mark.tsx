import { useTranslation } from 'react-i18next'
import type { Status } from '../../api/sync.ts'

const TONES = { ready: 'good', busy: 'wait', absent: 'quiet', fault: 'bad' } as const

/** The light of a state, for which words stand beside it. */
export const Light = ({ state }: { state: Status['devices'][number]['state'] }) => (
  <i className={`dot tone-back-${TONES[state]}`} />
)

/** A device with the light of its state; a simulated one says so. */
export function DeviceMark({ device }: { device: Status['devices'][number] }) {
  const { t } = useTranslation()
  return (
    <span className="device-mark" title={device.text}>
      <Light state={device.state} />
      <span className="ellipsis">{device.name}</span>
      {device.simulated && <em className="simulated">{t('simulated')}</em>}
    </span>
  )
}
