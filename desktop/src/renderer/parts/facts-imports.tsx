import { Button, Progress, Space, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { FactsImport, FactsView } from '../../api/facts.ts'
import { useAsk } from '../state/client-context.ts'
import { giveFile } from '../state/download.ts'
import { useAct } from '../state/use-act.ts'
import { Clock } from './clock.tsx'
import { EmptyNote } from './empty-note.tsx'
import { FactsRemove } from './facts-remove.tsx'
import { FailureNote } from './failure-note.tsx'

interface FactsImportsProps {
  type: string
  view: FactsView
  reload(): void
}

/** The imports of one's units, the newest first: how far they are, what was wrong, what of them is left. */
export function FactsImports({ type, view, reload }: FactsImportsProps) {
  const { t } = useTranslation()
  if (view.imports.length === 0) return <EmptyNote text={t('facts.noImports')} />
  return (
    <section>
      <h3>{t('facts.imports')}</h3>
      <Table
        size="small"
        rowKey="id"
        pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
        dataSource={view.imports}
        columns={[
          { key: 'at', title: t('facts.startedAt'), width: 150, render: (_, job) => <Clock at={job.startedAt} /> },
          { key: 'name', title: t('facts.file'), ellipsis: true, dataIndex: 'name' },
          {
            key: 'by',
            title: t('facts.by'),
            width: 170,
            render: (_, job) => (
              <>
                {job.personName}
                <div className="faint">{job.unitName}</div>
              </>
            ),
          },
          { key: 'state', title: t('facts.state'), width: 330, render: (_, job) => <State job={job} /> },
          {
            key: 'tools',
            title: '',
            width: 210,
            render: (_, job) => <Tools type={type} job={job} mayDelete={view.may.delete} reload={reload} />,
          },
        ]}
      />
    </section>
  )
}

const TONES: Partial<Record<FactsImport['state'], string>> = {
  done: 'tone-good',
  refused: 'tone-bad',
  failed: 'tone-bad',
}

function State({ job }: { job: FactsImport }) {
  const { t } = useTranslation()
  const running = job.state === 'writing' || job.state === 'checking'
  return (
    <>
      <Space size="middle" wrap>
        <span className={TONES[job.state] ?? ''}>{t(`facts.states.${job.state}`)}</span>
        {job.taken > 0 && <span>{t('facts.taken', { count: job.taken })}</span>}
        {job.refused > 0 && <span className="tone-bad">{t('facts.refused', { count: job.refused })}</span>}
        {job.taken > 0 && job.left !== job.taken && (
          <span className="faint">{t('facts.left', { count: job.left })}</span>
        )}
      </Space>
      {running && job.percent > 0 && <Progress percent={job.percent} size="small" />}
      {running && <div className="faint">{t('facts.lines', { count: job.lines })}</div>}
      {job.fault && <div className="tone-bad">{job.fault}</div>}
    </>
  )
}

interface ToolsProps {
  type: string
  job: FactsImport
  mayDelete: boolean
  reload(): void
}

function Tools({ type, job, mayDelete, reload }: ToolsProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure, clear } = useAct()
  const { over } = job
  const cancel = () =>
    run(async () => {
      await ask('facts.cancel', { id: job.id })
      reload()
    })
  const refused = async () => {
    const file = await run(() => ask('facts.refused', { id: job.id, type }))
    if (file) giveFile(file)
  }
  if (failure) return <FailureNote failure={failure} close={clear} inline />
  return (
    <Space wrap>
      {!over && (
        <Button size="small" disabled={busy} onClick={() => void cancel()}>
          {t('facts.cancel')}
        </Button>
      )}
      {job.refused > 0 && (
        <Button size="small" loading={busy} onClick={() => void refused()}>
          {t('facts.refusedFile')}
        </Button>
      )}
      {over && mayDelete && job.left > 0 && (
        <FactsRemove
          label={t('facts.deleteImport')}
          doomed={{ type, by: 'imported', from: '2000-01-01', until: '2999-12-31', import: job.id }}
          done={reload}
        />
      )}
    </Space>
  )
}
