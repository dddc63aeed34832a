import { ExportOutlined } from '@ant-design/icons'
import { Progress, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CarryView } from '../../api/carry.ts'
import { useAsk } from '../state/client-context.ts'
import { type Loaded, useCall } from '../state/use-call.ts'
import { useCarry } from '../state/use-carry.ts'
import { sizeText } from './carry-size.ts'
import { Clock } from './clock.tsx'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'
import { Waiting } from './waiting.tsx'

/** All unsent work as one sealed file for the person's stick, and what became of those carried before. */
export function CarryOut() {
  const { t } = useTranslation()
  const ask = useAsk()
  const loaded = useCall('carry.state', {}, notice => notice.topic === 'status')
  const { run, busy, failure, clear, percent, give } = useCarry()
  const make = () =>
    run(async () => {
      const { sequence } = await ask('carry.out', {})
      loaded.reload()
      const { packages } = await ask('carry.state', {})
      const made = packages.find(p => p.sequence === sequence)
      if (made?.file) await give(made.file, made.name)
    })
  const view = loaded.answer
  if (!view) return loaded.failure ? <FailureNote failure={loaded.failure} again={loaded.reload} /> : <Waiting />
  return (
    <section className="carry-part">
      <h3>{t('carry.out')}</h3>
      <p className="faint">{t('carry.outHint')}</p>
      <p>
        <KeyButton hotkey="F8" type="primary" icon={<ExportOutlined />} loading={busy} onClick={() => void make()}>
          {t('carry.make')}
        </KeyButton>{' '}
        <span>{t('carry.unsent', { events: view.events, files: view.files, size: sizeText(view.bytes) })}</span>
      </p>
      {percent !== undefined && <Progress percent={percent} size="small" />}
      {failure && <FailureNote failure={failure} close={clear} />}
      <Packages view={view} again={(file, name) => void run(() => give(file, name))} />
    </section>
  )
}

type Package = CarryView['packages'][number]

function Packages({
  view,
  again,
}: {
  view: NonNullable<Loaded<CarryView>['answer']>
  again: (file: string, name: string) => void
}) {
  const { t } = useTranslation()
  if (view.packages.length === 0) return null
  return (
    <Table<Package>
      size="small"
      rowKey="sequence"
      pagination={view.packages.length > 8 ? { pageSize: 8, size: 'small' } : false}
      dataSource={view.packages}
      columns={[
        { title: t('carry.sequence'), dataIndex: 'sequence', width: 70 },
        { title: t('carry.made'), width: 130, render: (_, p) => <Clock at={p.made} /> },
        { title: t('carry.events'), dataIndex: 'events', width: 70 },
        { title: t('carry.files'), dataIndex: 'files', width: 80 },
        { title: t('carry.size'), width: 90, render: (_, p) => sizeText(p.size) },
        { title: t('carry.state'), render: (_, p) => <PackageState carried={p} /> },
        {
          width: 110,
          render: (_, { file, name }) =>
            file && (
              <button type="button" className="link" onClick={() => again(file, name)}>
                {t('carry.again')}
              </button>
            ),
        },
      ]}
    />
  )
}

function PackageState({ carried: { receipt, superseded } }: { carried: Package }) {
  const { t } = useTranslation()
  if (receipt)
    return (
      <span className={receipt.refused ? 'tone-bad' : 'tone-good'}>
        {t('carry.receipted', { accepted: receipt.accepted, refused: receipt.refused })}
      </span>
    )
  return <span className={superseded ? 'faint' : 'tone-wait'}>{t(superseded ? 'carry.superseded' : 'carry.open')}</span>
}
