import { Button, Popconfirm, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { PeopleView, PersonRow } from '../../api/people.ts'
import { Clock } from './clock.tsx'

interface PeopleTableProps {
  view: PeopleView
  people: readonly PersonRow[]
  busy: boolean
  edit(person: PersonRow): void
  password(person: PersonRow): void
  reset(person: PersonRow, what: 'factor' | 'tries'): void
  /** Their certificates. */
  certify(person: PersonRow): void
}

/** People with their posts and how they sign in; what the officer who looks may do to each stands beside them. */
export function PeopleTable({ view, people, ...tools }: PeopleTableProps) {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      rowKey="id"
      dataSource={[...people]}
      pagination={{ pageSize: 12, size: 'small', hideOnSinglePage: true }}
      locale={{ emptyText: t('people.none') }}
      columns={[
        {
          key: 'name',
          title: t('people.name'),
          width: 150,
          render: (_, row) => (
            <>
              <b className={row.ended ? 'faint' : ''}>{row.name}</b> {row.ended && <em>{t('people.ended')}</em>}
              <br />
              <small className="mono faint">{row.login}</small>
            </>
          ),
        },
        { key: 'unit', title: t('settings.unit'), width: 170, render: (_, row) => row.unitName },
        { key: 'posts', title: t('people.posts'), render: (_, row) => <Posts row={row} /> },
        { key: 'password', title: t('people.signsIn'), width: 170, render: (_, row) => <SignsIn row={row} /> },
        {
          key: 'seen',
          title: t('people.seen'),
          width: 110,
          render: (_, row) => (row.seenAt ? <Clock at={row.seenAt} /> : '—'),
        },
        { key: 'tools', title: '', width: 250, render: (_, row) => <Tools view={view} row={row} {...tools} /> },
      ]}
    />
  )
}

function Posts({ row }: { row: PersonRow }) {
  const { t } = useTranslation()
  if (row.posts.length === 0) return <span className="tone-wait">{t('people.noPost')}</span>
  return row.posts.map(post => (
    <div key={post.id}>
      {post.label} <small className="faint">{post.unitName}</small>
    </div>
  ))
}

function SignsIn({ row }: { row: PersonRow }) {
  const { t } = useTranslation()
  return (
    <>
      <div className={row.password === 'own' ? '' : 'tone-wait'}>{t(`people.password_${row.password}`)}</div>
      {row.factor && <div>{t('people.factor')}</div>}
      {row.certificates.length > 0 && <div>{t('usbKey.name')}</div>}
      {row.failures > 0 && <div className="tone-bad">{t('people.failures', { count: row.failures })}</div>}
    </>
  )
}

type ToolsProps = Omit<PeopleTableProps, 'people'> & { row: PersonRow }

function Tools({ view, row, busy, edit, password, reset, certify }: ToolsProps) {
  const { t } = useTranslation()
  if (view.mayName)
    return (
      <Button size="small" onClick={() => edit(row)}>
        {t('people.edit')}
      </Button>
    )
  return (
    <span className="people-tools">
      {!row.self && (
        <Button size="small" onClick={() => edit(row)}>
          {t('people.givePosts')}
        </Button>
      )}
      {!row.officer && !row.ended && (
        <Popconfirm title={t('people.resetSure', { name: row.name })} onConfirm={() => password(row)}>
          <Button size="small" loading={busy}>
            {t('people.reset')}
          </Button>
        </Popconfirm>
      )}
      {!row.officer && row.factor && (
        <Popconfirm title={t('people.factorSure', { name: row.name })} onConfirm={() => reset(row, 'factor')}>
          <Button size="small">{t('people.resetFactor')}</Button>
        </Popconfirm>
      )}
      {!row.officer && !row.ended && (
        <Button size="small" onClick={() => certify(row)}>
          {t('usbKey.name')}
        </Button>
      )}
      {row.failures > 0 && (
        <Button size="small" onClick={() => reset(row, 'tries')}>
          {t('people.forgive')}
        </Button>
      )}
    </span>
  )
}
