import { Button, Input, Space, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessagesView } from '../../api/messages.ts'
import { useAsk } from '../state/client-context.ts'
import type { MessageParts } from './message-parts.ts'

type Row = MessagesView['people'][number]

/** Where people are reached: covered, changed one by one. */
export function MessageAddresses(parts: MessageParts) {
  const { t } = useTranslation()
  const [filter, setFilter] = useState('')
  const people = parts.view.people.filter(({ name, unitName }) => `${name} ${unitName}`.includes(filter.trim()))
  return (
    <section>
      <h3>{t('messages.addresses')}</h3>
      <p className="faint">{t('messages.addressesHint')}</p>
      <Input.Search
        className="people-filter"
        allowClear
        aria-label={t('messages.filter')}
        placeholder={t('messages.filter')}
        value={filter}
        onChange={event => setFilter(event.target.value)}
      />
      <People people={people} parts={parts} />
    </section>
  )
}

function People({ people, parts }: { people: readonly Row[]; parts: MessageParts }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<string>()
  const address = (row: Row) =>
    open === row.person ? <Form row={row} {...parts} close={() => setOpen(undefined)} /> : <Shown row={row} />
  const edit = (row: Row) =>
    open !== row.person && (
      <Button size="small" aria-label={`${t('messages.edit')} ${row.name}`} onClick={() => setOpen(row.person)}>
        {t('messages.edit')}
      </Button>
    )
  return (
    <Table
      size="small"
      rowKey="person"
      dataSource={[...people]}
      pagination={{ pageSize: 12, size: 'small', hideOnSinglePage: true }}
      columns={[
        { key: 'name', title: t('messages.person'), width: 120, render: (_, row) => <b>{row.name}</b> },
        { key: 'unit', title: t('messages.unit'), width: 220, render: (_, row) => row.unitName },
        { key: 'address', title: `${t('messages.phone')} · ${t('messages.mail')}`, render: (_, row) => address(row) },
        { key: 'edit', title: '', width: 90, render: (_, row) => edit(row) },
      ]}
    />
  )
}

function Shown({ row }: { row: Row }) {
  const { t } = useTranslation()
  if (!row.phone && !row.mail) return <span className="faint">{t('messages.noAddress')}</span>
  return (
    <span className="mono">
      {row.phone}　{row.mail}
    </span>
  )
}

/** What stands there is not shown again: an empty field leaves it as it is. */
function Form({ row, busy, act, close }: MessageParts & { row: Row; close(): void }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [phone, setPhone] = useState('')
  const [mail, setMail] = useState('')
  const put = async (change: { phone?: string; mail?: string }) => {
    if (await act(() => ask('messages.putAddress', { person: row.person, ...change }))) close()
  }
  const ready = phone.trim() !== '' || mail.trim() !== ''
  const save = () => {
    const change = { ...(phone.trim() && { phone: phone.trim() }), ...(mail.trim() && { mail: mail.trim() }) }
    if (ready) void put(change)
  }
  const field = (name: 'phone' | 'mail', value: string, set: (text: string) => void) => (
    <Input
      size="small"
      autoFocus={name === 'phone'}
      autoComplete="off"
      aria-label={t(`messages.${name}`)}
      placeholder={row[name] ? t('messages.keep', { shown: row[name] }) : t(`messages.${name}`)}
      value={value}
      onChange={event => set(event.target.value)}
      onPressEnter={save}
      onKeyDown={event => event.key === 'Escape' && close()}
    />
  )
  const remove = (name: 'phone' | 'mail') =>
    row[name] && (
      <Button size="small" disabled={busy} onClick={() => void put({ [name]: '' })}>
        {t('messages.remove')} {t(`messages.${name}`)}
      </Button>
    )
  return (
    <Space size="small" wrap className="message-address">
      {field('phone', phone, setPhone)}
      {field('mail', mail, setMail)}
      <Button size="small" type="primary" disabled={!ready} loading={busy} onClick={save}>
        {t('messages.save')}
      </Button>
      {remove('phone')}
      {remove('mail')}
      <Button size="small" onClick={close}>
        {t('messages.cancel')}
      </Button>
    </Space>
  )
}
