import { Button, Input, InputNumber, Radio, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SealView } from '../../api/devices.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { DeviceSection } from './device-section.tsx'
import { FailureNote } from './failure-note.tsx'

type Machine = NonNullable<SealView['machine']>

/** What the office's network and a serial line begin with: the port of Modbus TCP, and 19200 baud with even parity of Modbus RTU. */
const NETWORK = { host: '', port: 502 }
const SERIAL = { serial: '', baudRate: 19_200, parity: 'even' as const }
const BAUDS = [9600, 19_200, 38_400, 57_600, 115_200]

/** For administrators: the seal machine of this window, by its address or its serial line. */
export function SealSettings() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { answer, failure, reload } = useCall('devices.seals', {})
  const { run, busy, failure: failed } = useAct()
  const use = async (machine: Machine | null) => {
    if (await run(() => ask('devices.useSeals', { machine }))) reload()
  }
  if (failure && !answer) return <FailureNote failure={failure} again={reload} inline />
  if (!answer || answer.simulated) return null
  return (
    <DeviceSection
      title={t('sealMachine.title')}
      standing={answer.machine ? JSON.stringify(answer.machine) : ''}
      none={t('sealMachine.none')}
      steps={t('sealMachine.steps')}
    >
      <SealForm
        key={JSON.stringify(answer.machine ?? null)}
        given={answer.machine}
        busy={busy}
        use={machine => void use(machine)}
      />
      {failed && <FailureNote failure={failed} inline />}
    </DeviceSection>
  )
}

interface SealFormProps {
  given: Machine | undefined
  busy: boolean
  use(machine: Machine | null): void
}

function SealForm({ given, busy, use }: SealFormProps) {
  const { t } = useTranslation()
  const [machine, setMachine] = useState<Machine>(given ?? { id: '', unit: 1, at: NETWORK })
  const { at } = machine
  const ready = machine.id.trim().length >= 4 && ('host' in at ? at.host : at.serial).trim() !== ''
  return (
    <div className="field-grid">
      <MachineFields machine={machine} change={setMachine} />
      <PlaceFields at={at} change={next => setMachine({ ...machine, at: next })} />
      <div>
        <Button type="primary" loading={busy} disabled={!ready} onClick={() => use(machine)}>
          {t('sealMachine.use')}
        </Button>
        {given && (
          <Button type="link" disabled={busy} onClick={() => use(null)}>
            {t('sealMachine.remove')}
          </Button>
        )}
      </div>
    </div>
  )
}

/** Which machine it is, and by what it is connected. */
function MachineFields({ machine, change }: { machine: Machine; change(machine: Machine): void }) {
  const { t } = useTranslation()
  return (
    <>
      <Labelled label={t('sealMachine.id')}>
        <Input
          value={machine.id}
          aria-label={t('sealMachine.id')}
          onChange={event => change({ ...machine, id: event.target.value })}
        />
      </Labelled>
      <Labelled label={t('sealMachine.unit')}>
        <InputNumber
          value={machine.unit}
          min={1}
          max={247}
          aria-label={t('sealMachine.unit')}
          onChange={value => change({ ...machine, unit: value ?? 1 })}
        />
      </Labelled>
      <Labelled label={t('sealMachine.line')}>
        <Radio.Group
          aria-label={t('sealMachine.line')}
          optionType="button"
          value={'host' in machine.at ? 'network' : 'serial'}
          options={(['network', 'serial'] as const).map(value => ({ value, label: t(`sealMachine.${value}`) }))}
          onChange={({ target }) => change({ ...machine, at: target.value === 'network' ? NETWORK : SERIAL })}
        />
      </Labelled>
    </>
  )
}

function PlaceFields({ at, change }: { at: Machine['at']; change(at: Machine['at']): void }) {
  const { t } = useTranslation()
  if ('host' in at)
    return (
      <>
        <Labelled label={t('sealMachine.host')}>
          <Input
            value={at.host}
            aria-label={t('sealMachine.host')}
            onChange={event => change({ ...at, host: event.target.value })}
          />
        </Labelled>
        <Labelled label={t('sealMachine.port')}>
          <InputNumber
            value={at.port}
            min={1}
            max={65_535}
            aria-label={t('sealMachine.port')}
            onChange={value => change({ ...at, port: value ?? NETWORK.port })}
          />
        </Labelled>
      </>
    )
  return <SerialFields at={at} change={change} />
}

type Serial = Extract<Machine['at'], { serial: string }>

function SerialFields({ at, change }: { at: Serial; change(at: Serial): void }) {
  const { t } = useTranslation()
  return (
    <>
      <Labelled label={t('sealMachine.path')}>
        <Input
          value={at.serial}
          placeholder={t('sealMachine.pathHint')}
          aria-label={t('sealMachine.path')}
          onChange={event => change({ ...at, serial: event.target.value })}
        />
      </Labelled>
      <Labelled label={t('sealMachine.baud')}>
        <Select
          value={at.baudRate}
          options={BAUDS.map(value => ({ value, label: String(value) }))}
          aria-label={t('sealMachine.baud')}
          onChange={baudRate => change({ ...at, baudRate })}
        />
      </Labelled>
      <Labelled label={t('sealMachine.parity')}>
        <Select
          value={at.parity}
          options={[
            { value: 'none', label: t('sealMachine.noParity') },
            { value: 'even', label: t('sealMachine.even') },
            { value: 'odd', label: t('sealMachine.odd') },
          ]}
          aria-label={t('sealMachine.parity')}
          onChange={parity => change({ ...at, parity })}
        />
      </Labelled>
    </>
  )
}

/** A field of a form with its name above it. */
function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <div className="faint">{label}</div>
      {children}
    </div>
  )
}
