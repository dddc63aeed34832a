import { Button, Input, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../state/client-context.ts'
import { useHouse } from '../state/house.tsx'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import type { Code } from './station-code.tsx'
import { UnitSelect } from './unit-select.tsx'

/** A code for one more window: its unit, and its number of two digits. */
export function StationNew({ made }: { made(code: Code): void }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { units } = useHouse()
  const { run, busy, failure } = useAct()
  const [unit, setUnit] = useState<string>()
  const [number, setNumber] = useState('')
  const ready = unit !== undefined && /^\d\d$/.test(number)
  const make = async () => {
    if (!ready) return
    const code = await run(() => ask('stations.code', { unit, number }))
    if (code) made({ ...code, of: `${units.find(u => u.id === unit)?.name ?? ''} ${number}` })
  }
  return (
    <>
      <Space className="station-new">
        <b>{t('stations.new')}</b>
        <UnitSelect value={unit} change={setUnit} needed />
        <Input
          className="filter"
          aria-label={t('settings.number')}
          placeholder={t('stations.numberHint')}
          maxLength={2}
          inputMode="numeric"
          value={number}
          onChange={event => setNumber(event.target.value)}
          onPressEnter={() => void make()}
        />
        <Button type="primary" disabled={!ready} loading={busy} onClick={() => void make()}>
          {t('stations.code')}
        </Button>
      </Space>
      {failure && <FailureNote failure={failure} inline />}
    </>
  )
}
