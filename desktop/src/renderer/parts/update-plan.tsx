import { CloudUploadOutlined } from '@ant-design/icons'
import { Progress, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UpdatesPlan } from '../../api/updates.ts'
import { useAsk } from '../state/client-context.ts'
import { useCall } from '../state/use-call.ts'
import { useCarry } from '../state/use-carry.ts'
import { Clock } from './clock.tsx'
import { FailureNote } from './failure-note.tsx'
import { FileDrop } from './file-drop.tsx'
import { UpdateRoll } from './update-roll.tsx'
import { Waiting } from './waiting.tsx'

/** For administrators, with the centre at hand: the packages, which windows get them, and how these stand. */
export function UpdatePlan({ released }: { released: boolean }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { answer, failure, reload } = useCall('updates.plan', {})
  const [newer, setNewer] = useState<UpdatesPlan>()
  const { run, busy, failure: refused, clear, percent, hand } = useCarry()
  const doing = (thing: () => Promise<UpdatesPlan>) => void run(async () => setNewer(await thing()))
  const plan = newer ?? answer
  if (failure && !plan) return <FailureNote failure={failure} again={reload} />
  if (!plan) return <Waiting />
  return (
    <section className="field-section">
      <h3>{t('updates.plan')}</h3>
      <p className="faint">{t('updates.planHint')}</p>
      {released && (
        <FileDrop
          accept=".ctupdate"
          icon={<CloudUploadOutlined />}
          text={t('updates.bring')}
          busy={busy}
          take={file => doing(async () => ask('updates.bring', { upload: await hand(file) }))}
        />
      )}
      {percent !== undefined && <Progress percent={percent} size="small" />}
      {refused && <FailureNote failure={refused} close={clear} />}
      {plan.packages.length > 0 && (
        <UpdateRoll plan={plan} busy={busy} roll={rollout => doing(() => ask('updates.roll', rollout))} />
      )}
      <Stations plan={plan} />
    </section>
  )
}

function Stations({ plan: { stations } }: { plan: UpdatesPlan }) {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      rowKey="station"
      dataSource={stations}
      locale={{ emptyText: t('updates.noStations') }}
      pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true }}
      columns={[
        { key: 'unit', title: t('settings.unit'), render: (_, row) => row.unitName },
        { key: 'name', title: t('settings.name'), render: (_, row) => row.name },
        { key: 'version', title: t('settings.version'), width: 90, render: (_, row) => row.version },
        {
          key: 'state',
          title: t('updates.state'),
          render: (_, row) => <span className={row.progress.how === 'failed' ? 'tone-bad' : ''}>{row.text}</span>,
        },
        { key: 'at', title: t('updates.at'), width: 130, render: (_, row) => <Clock at={row.at} /> },
      ]}
    />
  )
}
