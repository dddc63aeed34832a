import { Button, Popconfirm, Space, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenAppsView } from '../../api/open-apps.ts'
import { useAsk } from '../state/client-context.ts'
import { Clock } from './clock.tsx'
import type { OpenAppAct, OpenAppRow } from './open-app-parts.ts'
import { PurposeForm } from './purpose-form.tsx'

interface OpenAppTableProps {
  view: OpenAppsView
  busy: boolean
  act: OpenAppAct
  /** Opens what is granted to the app of that id. */
  grant(app: string): void
}

/** Apps with what they may ask, how much they asked today, and their secrets. */
export function OpenAppTable({ view, ...tools }: OpenAppTableProps) {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      rowKey="id"
      dataSource={view.apps}
      pagination={{ pageSize: 8, size: 'small', hideOnSinglePage: true }}
      locale={{ emptyText: t('openApps.none') }}
      columns={[
        { key: 'app', title: t('openApps.app'), width: 230, render: (_, row) => <Name row={row} /> },
        { key: 'unit', title: t('openApps.unitShort'), width: 130, dataIndex: 'unitName' },
        { key: 'rights', title: t('openApps.rights'), render: (_, row) => <Rights row={row} /> },
        { key: 'use', title: t('openApps.use'), width: 130, render: (_, row) => <Use row={row} /> },
        {
          key: 'secrets',
          title: t('openApps.secrets'),
          width: 190,
          render: (_, row) => <Secrets row={row} {...tools} />,
        },
        { key: 'tools', title: '', width: 170, render: (_, row) => <Tools row={row} view={view} {...tools} /> },
      ]}
    />
  )
}

function Name({ row }: { row: OpenAppRow }) {
  const { t } = useTranslation()
  return (
    <>
      <b className={row.endedAt ? 'faint' : ''}>{row.name}</b> {row.endedAt && <em>{t('openApps.ended')}</em>}
      <div className="mono faint">{row.id}</div>
      <small className="faint">{row.endedAt ? row.endReason : row.contact}</small>
    </>
  )
}

function Rights({ row }: { row: OpenAppRow }) {
  const { t } = useTranslation()
  if (row.endedAt) return null
  if (row.scopes.length === 0) return <span className="tone-wait">{t('openApps.noRights')}</span>
  const from = row.addresses.length ? t('openApps.from', { list: row.addresses.join(' ') }) : t('openApps.anywhere')
  return (
    <>
      {row.scopes.map(scope => (
        <div key={scope}>{t(`openApps.scope.${scope}`)}</div>
      ))}
      <small className="faint">{from}</small>
    </>
  )
}

function Use({ row }: { row: OpenAppRow }) {
  const { t } = useTranslation()
  const { usedToday: used, perDay, perMinute, lastDay: day } = row
  return (
    <>
      <div className={used >= perDay ? 'tone-bad' : ''}>{t('openApps.usedToday', { used, most: perDay })}</div>
      <small className="faint">
        {t('openApps.minute', { most: perMinute })}
        <br />
        {day ? t('openApps.lastDay', { day }) : t('openApps.never')}
      </small>
    </>
  )
}

function Secrets({ row, busy, act }: { row: OpenAppRow } & Pick<OpenAppTableProps, 'busy' | 'act'>) {
  const { t } = useTranslation()
  const ask = useAsk()
  return row.secrets
    .filter(secret => !secret.endedAt)
    .map(({ id, hint, addedAt, releasedAt }) => (
      <div key={id} className="open-secret">
        <span>
          <b className="mono">{hint}…</b>{' '}
          <span className={releasedAt ? 'tone-good' : 'tone-wait'}>
            {t(releasedAt ? 'openApps.released' : 'openApps.waiting')}
          </span>
          <br />
          <small className="faint">
            <Clock at={addedAt} />
          </small>
        </span>
        <Popconfirm
          title={t('openApps.endSecretSure', { hint })}
          onConfirm={() => void act(() => ask('openApps.endSecret', { id: row.id, secret: id }))}
        >
          <Button size="small" disabled={busy} aria-label={`${t('openApps.endSecret')} ${row.name} ${hint}`}>
            {t('openApps.endSecret')}
          </Button>
        </Popconfirm>
      </div>
    ))
}

function Tools({ row, view, busy, act, grant }: OpenAppTableProps & { row: OpenAppRow }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [ending, setEnding] = useState(false)
  if (row.endedAt)
    return (
      <small className="faint">
        {row.endedBy} <Clock at={row.endedAt} />
      </small>
    )
  if (ending)
    return (
      <PurposeForm
        label={t('openApps.end')}
        hint={t('openApps.endReason')}
        busy={busy}
        go={reason => {
          setEnding(false)
          void act(() => ask('openApps.end', { id: row.id, reason }))
        }}
        close={() => setEnding(false)}
      />
    )
  const tool = (label: string, go: () => void, danger = false) => (
    <Button size="small" danger={danger} disabled={busy} aria-label={`${label} ${row.name}`} onClick={go}>
      {label}
    </Button>
  )
  const living = row.secrets.filter(secret => !secret.endedAt).length
  return (
    <Space size="small" wrap>
      {view.may.grant && tool(t('openApps.grant'), () => grant(row.id))}
      {view.may.make &&
        living < 2 &&
        tool(t('openApps.newSecret'), () => void act(() => ask('openApps.secret', { id: row.id })))}
      {tool(t('openApps.end'), () => setEnding(true), true)}
    </Space>
  )
}
