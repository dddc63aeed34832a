import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Arguments } from '../../api.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { DeviceSection } from './device-section.tsx'
import { FailureNote } from './failure-note.tsx'

type Chosen = Arguments<'devices.useCodeReader'>['reader']

/** Bits per second that such readers are set to, the usual one first. */
const RATES = [9600, 19_200, 38_400, 57_600, 115_200]

/** For administrators: the reader of bar codes on a serial line; one that plugs in as a keyboard needs nothing. */
export function CodeReaderSettings() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { answer, failure, reload } = useCall('devices.codeReader', {})
  const { run, busy, failure: failed } = useAct()
  const use = async (reader: Chosen) => {
    if (await run(() => ask('devices.useCodeReader', { reader }))) reload()
  }
  if (failure && !answer) return <FailureNote failure={failure} again={reload} inline />
  if (!answer || answer.simulated) return null
  const { reader } = answer
  return (
    <DeviceSection
      title={t('codeReader.title')}
      standing={reader ? JSON.stringify(reader) : ''}
      none={t('codeReader.none')}
      steps={t('codeReader.steps')}
    >
      {reader && (
        <p>
          {t('codeReader.is', reader)}
          <Button size="small" type="link" disabled={busy} onClick={() => void use(null)}>
            {t('codeReader.remove')}
          </Button>
        </p>
      )}
      {failed && <FailureNote failure={failed} inline />}
      <CodeReaderForm busy={busy} use={reader => void use(reader)} />
    </DeviceSection>
  )
}

function CodeReaderForm({ busy, use }: { busy: boolean; use(reader: Chosen): void }) {
  const { t } = useTranslation()
  const [path, setPath] = useState('')
  const [baudRate, setBaudRate] = useState(RATES[0]!)
  const set = () => path.trim() && use({ path: path.trim(), baudRate })
  return (
    <div className="card-reader-search">
      <Input
        value={path}
        placeholder={t('codeReader.pathHint')}
        aria-label={t('codeReader.path')}
        onChange={event => setPath(event.target.value)}
        onPressEnter={set}
      />
      <Select
        value={baudRate}
        aria-label={t('codeReader.rate')}
        options={RATES.map(value => ({ value, label: String(value) }))}
        onChange={setBaudRate}
      />
      <Button loading={busy} onClick={set}>
        {t('codeReader.use')}
      </Button>
    </div>
  )
}
