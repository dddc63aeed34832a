import { Alert, Button, Progress, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ImportJob } from '../../api/lists.ts'
import { useAsk } from '../state/client-context.ts'
import { giveFile } from '../state/download.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { FailureNote } from './failure-note.tsx'
import { Waiting } from './waiting.tsx'

/** How an import stands: progress while it runs, then what was taken and which rows were refused and why. */
export function ImportReport({ job, again }: { job: string; again(): void }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const loaded = useCall('import.job', { job }, notice => notice.topic === 'progress' && notice.job === job)
  const state = loaded.answer
  if (loaded.failure && !state) return <FailureNote failure={loaded.failure} again={again} />
  if (!state) return <Waiting />
  const running = state.state === 'reading' || state.state === 'writing'
  const refused = async () => {
    const file = await run(() => ask('import.refused', { job }))
    if (file) giveFile(file)
  }
  return (
    <div className="import-report">
      <ImportState state={state} />
      {failure && <FailureNote failure={failure} inline />}
      <div className="step-buttons">
        {running && (
          <Button disabled={busy} onClick={() => void run(() => ask('import.cancel', { job }))}>
            {t('import.stop')}
          </Button>
        )}
        {!running && (
          <Button type="primary" onClick={again}>
            {t('import.another')}
          </Button>
        )}
        {!running && state.refusedCount > 0 && (
          <Button disabled={busy} onClick={() => void refused()}>
            {t('import.refusedFile', { count: state.refusedCount })}
          </Button>
        )}
      </div>
      {state.refused.length > 0 && <RefusedRows state={state} />}
    </div>
  )
}

const TONES = { reading: 'info', writing: 'info', done: 'success', failed: 'error', cancelled: 'warning' } as const

function ImportState({ state }: { state: ImportJob }) {
  const { t } = useTranslation()
  const { done, total, taken, refusedCount } = state
  const running = state.state === 'reading' || state.state === 'writing'
  const tone = state.state === 'done' && refusedCount > 0 ? 'warning' : TONES[state.state]
  return (
    <>
      <Alert
        type={tone}
        showIcon
        title={`${state.name} · ${t(`import.state.${state.state}`)}`}
        description={
          <>
            {state.text && <p>{state.text}</p>}
            <p className="import-counts" hidden={total === 0}>
              <span>{t('import.total', { count: total })}</span>
              <span className="tone-good">{t('import.taken', { count: taken })}</span>
              <span className={refusedCount ? 'tone-bad' : 'faint'}>
                {t('import.refused', { count: refusedCount })}
              </span>
            </p>
          </>
        }
      />
      {running && <Progress percent={total ? Math.floor((done / total) * 100) : 0} status="active" />}
    </>
  )
}

function RefusedRows({ state }: { state: ImportJob }) {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      rowKey="row"
      pagination={{ pageSize: 50, size: 'small', hideOnSinglePage: true }}
      dataSource={state.refused}
      tableLayout="fixed"
      columns={[
        { key: 'row', title: t('import.row'), width: 70, render: (_, { row }) => row },
        {
          key: 'cells',
          title: t('import.cells'),
          ellipsis: true,
          render: (_, { cells }) => cells.filter(Boolean).join(' · '),
        },
        {
          key: 'reasons',
          title: t('import.reasons'),
          render: (_, { reasons }) => (
            <ul className="reasons">
              {reasons.map(reason => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          ),
        },
      ]}
    />
  )
}
