import { Button, Popconfirm, Space, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessagesView } from '../../api/messages.ts'
import { useAsk } from '../state/client-context.ts'
import { Clock } from './clock.tsx'
import { MessageFault } from './message-fault.tsx'
import type { MessageParts } from './message-parts.ts'
import { PurposeForm } from './purpose-form.tsx'

type Row = MessagesView['unsent'][number]

/** Messages that were given up, or of which nobody knows whether they arrived: a person decides about each. */
export function MessageUnsent(parts: MessageParts) {
  const { t } = useTranslation()
  const { unsent, unsentCount } = parts.view
  return (
    <section>
      <h3>{t('messages.unsent')}</h3>
      {unsent.length === 0 ? (
        <p className="faint">{t('messages.noUnsent')}</p>
      ) : (
        <Table
          size="small"
          rowKey="id"
          dataSource={unsent}
          pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true }}
          columns={[
            { key: 'what', title: t('messages.message'), width: 240, render: (_, row) => <What row={row} /> },
            { key: 'to', title: t('messages.to'), width: 170, render: (_, row) => row.to },
            { key: 'why', title: t('messages.why'), render: (_, row) => <Why row={row} /> },
            { key: 'tools', title: '', width: 340, render: (_, row) => <Tools row={row} {...parts} /> },
          ]}
        />
      )}
      {unsentCount > unsent.length && (
        <p className="faint">{t('messages.more', { count: unsentCount, shown: unsent.length })}</p>
      )}
    </section>
  )
}

function What({ row }: { row: Row }) {
  const { t, i18n } = useTranslation()
  const key = `messages.template.${row.template}`
  return (
    <>
      {i18n.exists(key) ? t(key as 'messages.template.test') : row.template}
      <div className="faint">
        <Clock at={row.queuedAt} />
      </div>
    </>
  )
}

function Why({ row }: { row: Row }) {
  const { t } = useTranslation()
  return (
    <>
      <span className={row.state === 'dead' ? 'tone-bad' : 'tone-wait'}>
        {t(`messages.state.${row.state}`)}
        {row.why && <MessageFault why={row.why} detail={row.detail} />}
      </span>
      <div className="faint">
        {row.gateway} {t('messages.tries', { count: row.attempts })} <Clock at={row.settledAt} />
      </div>
    </>
  )
}

function Tools({ row, busy, act }: MessageParts & { row: Row }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [dropping, setDropping] = useState(false)
  if (dropping)
    return (
      <PurposeForm
        label={t('messages.drop')}
        hint={t('messages.dropReason')}
        busy={busy}
        go={reason => void act(() => ask('messages.drop', { id: row.id, reason }))}
        close={() => setDropping(false)}
      />
    )
  return (
    <Space size="small">
      <Again row={row} busy={busy} go={() => void act(() => ask('messages.again', { id: row.id }))} />
      <Button
        size="small"
        disabled={busy}
        aria-label={`${t('messages.drop')} ${row.to}`}
        onClick={() => setDropping(true)}
      >
        {t('messages.drop')}
      </Button>
    </Space>
  )
}

/** Of one that may have arrived it is asked twice. */
function Again({ row, busy, go }: { row: Row; busy: boolean; go(): void }) {
  const { t } = useTranslation()
  const button = (press?: () => void) => (
    <Button size="small" disabled={busy} aria-label={`${t('messages.again')} ${row.to}`} onClick={press}>
      {t('messages.again')}
    </Button>
  )
  if (row.state === 'dead') return button(go)
  return (
    <Popconfirm title={t('messages.againSure')} onConfirm={go}>
      {button()}
    </Popconfirm>
  )
}
