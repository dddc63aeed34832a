import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeviceEntry } from '../../api/devices.ts'
import { useAsk } from '../state/client-context.ts'
import { giveFile } from '../state/download.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { Clock } from './clock.tsx'
import { DeviceMark } from './device-mark.tsx'
import { FailureNote } from './failure-note.tsx'

/** Every device of this desk: how it is, when it was last used, what happened to it, and a test that uses nothing up. */
export function DeviceCentre({ children }: { children?: ReactNode }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { answer, failure, reload } = useCall('devices.centre', {}, notice => notice.topic === 'status')
  const { run, busy, failure: failed } = useAct()
  const save = async () => {
    const file = await run(() => ask('devices.log', {}))
    if (file) giveFile(file)
  }
  if (failure && !answer) return <FailureNote failure={failure} again={reload} inline />
  return (
    <div className="device-centre">
      <section className="field-section">
        <h3>{t('settings.devices')}</h3>
        {answer?.length === 0 && <p className="faint">{t('settings.noDevices')}</p>}
        {answer?.map(device => (
          <Device key={device.id} device={device} />
        ))}
        <p>
          <Button size="small" loading={busy} onClick={() => void save()}>
            {t('devices.saveLog')}
          </Button>{' '}
          <span className="faint">{t('devices.logHint')}</span>
        </p>
        {failed && <FailureNote failure={failed} inline />}
      </section>
      {children}
    </div>
  )
}

/** What somebody has to do while it is tested. */
const TESTING: Partial<Record<DeviceEntry['kind'], 'devices.layCard' | 'devices.scanCode'>> = {
  'id-card': 'devices.layCard',
  'code-reader': 'devices.scanCode',
}

function Device({ device }: { device: DeviceEntry }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [said, setSaid] = useState<{ ok: boolean; text: string }>()
  const test = async () => {
    setSaid(undefined)
    setSaid(await run(() => ask('devices.test', { id: device.id })))
  }
  const bad = device.state === 'fault' || device.state === 'absent'
  return (
    <article className="device-entry">
      <header>
        <DeviceMark device={device} />
        {device.text.toLowerCase() !== device.name.toLowerCase() && (
          <span className={bad ? 'tone-bad' : 'faint'}>{device.text}</span>
        )}
        <span className="grow" />
        <LastUse at={device.lastUse} />
        {device.testable && (
          <Button
            size="small"
            loading={busy}
            aria-label={`${t('devices.test')} ${device.name}`}
            onClick={() => void test()}
          >
            {t('devices.test')}
          </Button>
        )}
      </header>
      {busy && <p className="faint">{t(TESTING[device.kind] ?? 'devices.testing')}</p>}
      {said && <p className={said.ok ? 'tone-good' : 'tone-bad'}>{said.text}</p>}
      {failure && <FailureNote failure={failure} inline />}
      <Happened device={device} />
    </article>
  )
}

function LastUse({ at }: { at: string | undefined }) {
  const { t } = useTranslation()
  if (!at) return <span className="faint">{t('devices.unused')}</span>
  return (
    <span className="faint">
      {t('devices.lastUse')} <Clock at={at} />
    </span>
  )
}

/** What happened, folded away: it is for who looks for the reason. */
function Happened({ device: { id, happened } }: { device: DeviceEntry }) {
  const { t } = useTranslation()
  return (
    <details>
      <summary>
        {t('devices.happened', { n: happened.length })} <span className="faint mono ellipsis">{id}</span>
      </summary>
      <ol>
        {happened.map(({ at, state, text }) => (
          <li key={at + state}>
            <Clock at={at} /> {t(`devices.state.${state}`)} {text}
          </li>
        ))}
      </ol>
    </details>
  )
}
