import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Status } from '../../api/sync.ts'
import type { Words } from '../words/zh-CN.ts'
import { Light } from './device-mark.tsx'

type Device = Status['devices'][number]

/**
 * The lights of the desk's devices in the bar: what each is in one word, since names of machines have no room there; a
 * device that cannot be used says so in words too. All lead to the page that says more.
 */
export function DeviceLights({ devices }: { devices: readonly Device[] }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  if (!devices.length) return null
  const several = (kind: string) => devices.filter(device => device.kind === kind).length > 1
  return (
    <button type="button" className="device-lights" onClick={() => navigate('/settings?tab=devices')}>
      {devices.some(device => device.simulated) && <em className="simulated">{t('simulated')}</em>}
      {devices.map(device => (
        <span key={device.id} className="device-mark" title={`${device.name} ${device.text}`}>
          <Light state={device.state} />
          <span className="ellipsis">
            {several(device.kind) ? device.name : t(`device.${device.kind as keyof Words['device']}`)}
          </span>
          {(device.state === 'absent' || device.state === 'fault') && (
            <span className={device.state === 'fault' ? 'tone-bad' : 'faint'}>
              {t(`devices.state.${device.state}`)}
            </span>
          )}
        </span>
      ))}
    </button>
  )
}
