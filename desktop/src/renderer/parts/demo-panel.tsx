import { Button, Select, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DemoState } from '../../api/settings.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { FailureNote } from './failure-note.tsx'

/** The simulated devices of the demo: what a person would do with their hands at a real desk. */
export function DemoPanel() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="demo-tab" aria-expanded={open} onClick={() => setOpen(!open)}>
        <em className="simulated">{t('demo.devices')}</em>
      </button>
      {open && (
        <section className="demo-panel" aria-label={t('demo.devices')}>
          <header>
            <em className="simulated">{t('demo.devices')}</em>
            <span className="grow" />
            <Button type="text" size="small" onClick={() => setOpen(false)}>
              {t('demo.fold')}
            </Button>
          </header>
          <DemoControls />
        </section>
      )}
    </>
  )
}

function DemoControls() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { answer, reload } = useCall('demo.state', {}, notice => notice.topic === 'card' || notice.topic === 'status')
  const { run, busy, failure } = useAct()
  const change = (thing: () => Promise<DemoState>) => void run(thing).then(reload)
  if (!answer) return null
  return (
    <>
      <div className="demo-line">
        {t('demo.network')}
        <Switch
          size="small"
          aria-label={t('demo.network')}
          checked={answer.network}
          disabled={busy}
          onChange={on => change(() => ask('demo.network', { on }))}
        />
      </div>
      <DemoCard state={answer} change={change} busy={busy} />
      <DemoPrinters state={answer} change={change} />
      {failure && <FailureNote failure={failure} inline />}
    </>
  )
}

interface DemoPrintersProps {
  state: DemoState
  change(thing: () => Promise<DemoState>): void
}

function DemoCard({ state, change, busy }: DemoPrintersProps & { busy: boolean }) {
  const { t } = useTranslation()
  const ask = useAsk()
  return (
    <div className="demo-line">
      <Select
        className="grow"
        size="small"
        aria-label={t('demo.card')}
        placeholder={t('demo.card')}
        value={state.onReader}
        options={state.people.map(({ n, name, note }) => ({
          value: n,
          label: note.startsWith(name) ? note : `${name} ${note}`,
        }))}
        popupMatchSelectWidth={320}
        onSelect={(person: number) => change(() => ask('demo.card', { person }))}
      />
      <Button
        size="small"
        disabled={state.onReader === null || busy}
        onClick={() => change(() => ask('demo.card', { person: null }))}
      >
        {t('demo.take')}
      </Button>
    </div>
  )
}

type FaultDevice = 'card-printer' | 'document-printer' | 'scanner' | 'id-card' | 'seal'

function DemoPrinters({ state, change }: DemoPrintersProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const left = (device: string) => state.printers.find(printer => printer.device === device)
  return Object.entries(state.faults).map(([device, faults]) => (
    <div key={device} className="demo-line">
      <span className="grow">
        {t(`device.${device as FaultDevice}`)}
        {left(device) && <small className="faint"> {t('demo.left', { count: left(device)!.left })}</small>}
      </span>
      {left(device) && (
        <Button
          size="small"
          onClick={() => change(() => ask('demo.refill', { device: device as 'card-printer', count: 100 }))}
        >
          {t('demo.refill')}
        </Button>
      )}
      <Select
        size="small"
        className="demo-fault"
        allowClear
        aria-label={t('demo.fault')}
        placeholder={t('demo.fault')}
        value={left(device)?.fault ?? null}
        options={faults.map(fault => ({ value: fault, label: t(`faults.${fault as 'jam'}`, { defaultValue: fault }) }))}
        popupMatchSelectWidth={160}
        onChange={(fault: string | null) =>
          change(() => ask('demo.fault', { device: device as FaultDevice, fault: fault ?? null }))
        }
      />
    </div>
  ))
}
