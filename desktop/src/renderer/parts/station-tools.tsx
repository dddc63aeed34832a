import { Button, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StationRow } from '../../api/stations.ts'
import { PurposeForm } from './purpose-form.tsx'

interface StationToolsProps {
  station: StationRow
  busy: boolean
  /** Absent for who may not give out codes. */
  code?(): void
  end(reason: string): void
}

/** What can be done with one window of the list: a new code, and its end with a reason. */
export function StationTools({ station, busy, code, end }: StationToolsProps) {
  const { t } = useTranslation()
  const [ending, setEnding] = useState(false)
  const of = `${station.unitName} ${station.number}`
  if (ending)
    return (
      <PurposeForm
        label={t('stations.end')}
        hint={t('stations.reason')}
        busy={busy}
        go={reason => {
          setEnding(false)
          end(reason)
        }}
        close={() => setEnding(false)}
      />
    )
  return (
    <Space size="small">
      {code && (
        <Button size="small" disabled={busy} aria-label={`${t('stations.code')} ${of}`} onClick={code}>
          {t('stations.code')}
        </Button>
      )}
      {station.state !== 'ended' && !station.here && (
        <Button
          size="small"
          danger
          disabled={busy}
          aria-label={`${t('stations.end')} ${of}`}
          onClick={() => setEnding(true)}
        >
          {t('stations.end')}
        </Button>
      )}
    </Space>
  )
}
