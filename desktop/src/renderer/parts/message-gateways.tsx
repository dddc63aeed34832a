import { Button, Select, Space, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessagesView } from '../../api/messages.ts'
import { useAsk } from '../state/client-context.ts'
import { Clock } from './clock.tsx'
import { EmptyNote } from './empty-note.tsx'
import { MessageFault } from './message-fault.tsx'
import type { MessageParts } from './message-parts.ts'

type Whole = NonNullable<MessagesView['whole']>
type Row = Whole['gateways'][number]

/** The gateways of the configuration, when each last took a message and last failed, and a test of each. */
export function MessageGateways({ whole, ...parts }: MessageParts & { whole: Whole }) {
  const { t } = useTranslation()
  const { waiting, sent, nextAt } = whole
  return (
    <section>
      <h3>{t('messages.gateways')}</h3>
      {whole.gateways.length === 0 ? (
        <EmptyNote text={t('messages.noGateways')} />
      ) : (
        <Table
          size="small"
          rowKey="name"
          dataSource={whole.gateways}
          pagination={false}
          columns={[
            { key: 'name', title: t('messages.name'), width: 160, render: (_, row) => <b>{row.name}</b> },
            { key: 'channel', title: t('messages.channel'), width: 200, render: (_, row) => <For row={row} /> },
            { key: 'sent', title: t('messages.sentAt'), width: 110, render: (_, row) => <At at={row.sentAt} /> },
            { key: 'failed', title: t('messages.failedAt'), render: (_, row) => <Failed row={row} /> },
            { key: 'test', title: '', width: 400, render: (_, row) => <Test row={row} {...parts} /> },
          ]}
        />
      )}
      <p>
        {t('messages.outbox', { waiting, sent })}
        {nextAt && (
          <>
            {t('messages.next')} <Clock at={nextAt} />
          </>
        )}
      </p>
    </section>
  )
}

function For({ row }: { row: Row }) {
  const { t } = useTranslation()
  return (
    <>
      {t(`messages.channel_${row.channel}`)} <span className="faint">{row.unitName ?? ''}</span>
    </>
  )
}

function At({ at }: { at: string | undefined }) {
  const { t } = useTranslation()
  return at ? <Clock at={at} /> : <span className="faint">{t('messages.never')}</span>
}

/** A failure that was followed by a success is only told, not shown as one that lasts. */
function Failed({ row }: { row: Row }) {
  const { failedAt, sentAt, why, detail } = row
  if (!failedAt || !why) return <At at={undefined} />
  return (
    <span className={sentAt && sentAt > failedAt ? 'faint' : 'tone-bad'}>
      <Clock at={failedAt} /> <MessageFault why={why} detail={detail} />
    </span>
  )
}

/** To whoever has an address for it; a group needs nobody. */
function Test({ row, ...parts }: MessageParts & { row: Row }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  const send = async (to: { person?: string }) => {
    await parts.act(() => ask('messages.test', { gateway: row.name, ...to }))
    close()
  }
  if (open) return <TestTo row={row} {...parts} send={person => void send({ person })} close={close} />
  return (
    <Button
      size="small"
      disabled={parts.busy}
      aria-label={`${t('messages.test')} ${row.name}`}
      onClick={() => (row.channel === 'group' ? void send({}) : setOpen(true))}
    >
      {t('messages.test')}
    </Button>
  )
}

interface TestToProps extends MessageParts {
  row: Row
  send(person: string): void
  close(): void
}

function TestTo({ row, view, busy, send, close }: TestToProps) {
  const { t } = useTranslation()
  const [person, setPerson] = useState<string>()
  const people = view.people.filter(one => (row.channel === 'sms' ? one.phone : one.mail))
  return (
    <Space size="small">
      {people.length === 0 ? (
        <span className="tone-wait">{t('messages.nobodyToTest')}</span>
      ) : (
        <Select
          autoFocus
          size="small"
          className="message-to"
          aria-label={t('messages.testTo')}
          placeholder={t('messages.testTo')}
          showSearch={{ optionFilterProp: 'label' }}
          options={people.map(one => ({ value: one.person, label: `${one.name} ${one.unitName}` }))}
          value={person}
          onChange={setPerson}
        />
      )}
      {person && (
        <Button key={person} autoFocus size="small" type="primary" loading={busy} onClick={() => send(person)}>
          {t('messages.send')}
        </Button>
      )}
      <Button size="small" onClick={close}>
        {t('messages.cancel')}
      </Button>
    </Space>
  )
}
