import { Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HeldNumbers, StationRow } from '../../api/stations.ts'
import { useAsk } from '../state/client-context.ts'
import { useSessionState } from '../state/session.tsx'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { Clock } from './clock.tsx'
import { EmptyNote } from './empty-note.tsx'
import { FailureNote } from './failure-note.tsx'
import { type Code, StationCode } from './station-code.tsx'
import { StationEndNote } from './station-end-note.tsx'
import { StationNew } from './station-new.tsx'
import { StationTools } from './station-tools.tsx'
import { Waiting } from './waiting.tsx'

/** The windows of the units that an administrator looks after: who they are, how they stand, a code for one, its end. */
export function StationList() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { post } = useSessionState()
  const { answer, failure, reload } = useCall('stations.list', {})
  const { run, busy, failure: refused } = useAct()
  const [code, setCode] = useState<Code>()
  const [ended, setEnded] = useState<{ name: string; numbers: HeldNumbers[] }>()
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting />
  const mayCode = post?.role === 'administrator'
  const newCode = async (station: StationRow) => {
    const made = await run(() => ask('stations.code', { station: station.id }))
    if (made) setCode({ ...made, of: `${station.unitName} ${station.number} ${station.name}` })
  }
  const end = async (station: StationRow, reason: string) => {
    const numbers = await run(() => ask('stations.end', { station: station.id, reason }))
    if (numbers) setEnded({ name: station.name, numbers })
    reload()
  }
  return (
    <>
      {mayCode && <StationNew made={setCode} />}
      {code && <StationCode code={code} close={() => setCode(undefined)} />}
      {ended && <StationEndNote {...ended} close={() => setEnded(undefined)} />}
      {refused && <FailureNote failure={refused} inline />}
      {answer.length === 0 ? (
        <EmptyNote text={t('stations.none')} />
      ) : (
        <Rows rows={answer}>
          {station => (
            <StationTools
              station={station}
              busy={busy}
              {...(mayCode && { code: () => void newCode(station) })}
              end={reason => void end(station, reason)}
            />
          )}
        </Rows>
      )}
    </>
  )
}

const TONES = { active: 'tone-good', cloned: 'tone-bad', waiting: 'tone-wait', ended: 'faint' } as const

function Rows({ rows, children }: { rows: readonly StationRow[]; children(station: StationRow): React.ReactNode }) {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      rowKey="id"
      dataSource={[...rows]}
      pagination={{ pageSize: 15, size: 'small', hideOnSinglePage: true }}
      columns={[
        { key: 'unit', title: t('settings.unit'), render: (_, row) => row.unitName },
        { key: 'number', title: t('settings.number'), width: 80, render: (_, row) => row.number },
        {
          key: 'name',
          title: t('settings.name'),
          render: (_, row) => (
            <>
              {row.name} {row.here && <em className="faint">{t('stations.here')}</em>}
            </>
          ),
        },
        {
          key: 'state',
          title: t('stations.state'),
          width: 170,
          render: (_, row) => (
            <>
              <span className={TONES[row.state]}>{t(`stations.${row.state}`)}</span>
              {row.reason && <div className="faint">{row.reason}</div>}
            </>
          ),
        },
        {
          key: 'seen',
          title: t('stations.seen'),
          width: 120,
          render: (_, row) => (row.seenAt ? <Clock at={row.seenAt} /> : <span className="faint">—</span>),
        },
        { key: 'version', title: t('settings.version'), width: 90, render: (_, row) => row.version ?? '—' },
        { key: 'tools', title: '', width: 330, render: (_, row) => children(row) },
      ]}
    />
  )
}
