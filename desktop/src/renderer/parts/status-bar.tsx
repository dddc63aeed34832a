import { CloudOutlined, DisconnectOutlined, UsbOutlined, WarningFilled } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Status } from '../../api/sync.ts'
import { useAsk } from '../state/client-context.ts'
import { useSessionState } from '../state/session.tsx'
import { useStatus } from '../state/status.tsx'
import { Clock } from './clock.tsx'
import { DeviceLights } from './device-lights.tsx'

/** Below everything: where we are, whether the centre is reached, what it has not got yet, and how the devices are. */
export function StatusBar({ children }: { children?: ReactNode }) {
  const { t } = useTranslation()
  const { station, place } = useSessionState()
  const status = useStatus()
  if (!status) return <footer className="status-bar">{children}</footer>
  return (
    <footer className="status-bar">
      <span className="ellipsis">
        {station?.unitName} · {station?.name}
      </span>
      <Network status={status} />
      <Counts status={status} />
      {!place && <CarryLink needed={status.network !== 'online' && status.unsent > 0} />}
      {status.clock && (
        <span className="tone-bad" title={status.clock}>
          <WarningFilled /> {t('status.clock')}
        </span>
      )}
      {status.warnings.map(warning => (
        <span key={warning} className="tone-wait ellipsis" title={warning}>
          <WarningFilled /> {warning}
        </span>
      ))}
      <span className="grow" />
      <DeviceLights devices={status.devices} />
      {children}
    </footer>
  )
}

function Network({ status }: { status: Status }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { place } = useSessionState()
  const online = status.network === 'online'
  return (
    <button
      type="button"
      className={online ? 'tone-good' : 'tone-wait'}
      title={status.networkText ?? t('status.syncNow')}
      disabled={place === true}
      onClick={() => void ask('sync.now', {}).catch(() => {})}
    >
      {online ? <CloudOutlined /> : <DisconnectOutlined />} {t(`status.${status.network}`)}
      {!online && status.networkText && <span className="ellipsis">{status.networkText}</span>}
      {status.lastSync && (
        <span className="faint">
          {t('status.last')} <Clock at={status.lastSync} />
        </span>
      )}
    </button>
  )
}

/** Sticks: the way out for work that waits at a window without a line. */
function CarryLink({ needed }: { needed: boolean }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <button type="button" className={needed ? 'tone-wait' : 'faint'} onClick={() => navigate('/carry')}>
      <UsbOutlined /> {t(needed ? 'carry.out' : 'carry.title')}
    </button>
  )
}

const COUNTS = [
  ['unsent', '/unsent', 'tone-wait'],
  ['refused', '/inbox', 'tone-bad'],
  ['unconfirmed', '/unconfirmed', 'tone-wait'],
] as const

function Counts({ status }: { status: Status }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { place } = useSessionState()
  return COUNTS.filter(([name]) => (name === 'unsent' && !place) || status[name] > 0).map(([name, to, tone]) => (
    <button key={name} type="button" className={status[name] > 0 ? tone : 'faint'} onClick={() => navigate(to)}>
      {t(`status.${name}`, { count: status[name] })}
    </button>
  ))
}
