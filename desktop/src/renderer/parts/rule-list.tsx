import { Button, Drawer, Space, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RulesView, RuleView } from '../../api/rules.ts'
import { RuleForm } from './rule-form.tsx'
import { RuleHistory } from './rule-history.tsx'
import { valuesText } from './rule-values.ts'

interface RuleListProps {
  view: RulesView
  reload(): void
}

interface Open {
  id: string
  what: 'change' | 'history'
}

/** Every rule with its sentence and what is in force; set and looked back at in a drawer beside the list. */
export function RuleList({ view, reload }: RuleListProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<Open>()
  return (
    <>
      <p className="faint">{t('ruleBook.hint')}</p>
      <Table
        size="small"
        className="stacked"
        rowKey="id"
        dataSource={view.rules}
        pagination={false}
        columns={[
          { key: 'rule', title: t('ruleBook.rule'), render: (_, row) => <Named row={row} /> },
          { key: 'now', title: t('ruleBook.now'), width: 430, render: (_, row) => <InForce row={row} /> },
          { key: 'tools', title: '', width: 150, render: (_, row) => <Tools row={row} view={view} open={setOpen} /> },
        ]}
      />
      <RuleDrawer view={view} open={open} close={() => setOpen(undefined)} reload={reload} />
    </>
  )
}

function Tools({ row, view, open }: { row: RuleView; view: RulesView; open(what: Open): void }) {
  const { t } = useTranslation()
  const mayChange = view.whole || (row.byUnit && view.units.length > 0)
  const tool = (what: Open['what']) => (
    <Button size="small" aria-label={`${t(`ruleBook.${what}`)} ${row.name}`} onClick={() => open({ id: row.id, what })}>
      {t(`ruleBook.${what}`)}
    </Button>
  )
  return (
    <Space size="small">
      {mayChange && tool('change')}
      {tool('history')}
    </Space>
  )
}

interface RuleDrawerProps extends RuleListProps {
  open: Open | undefined
  close(): void
}

function RuleDrawer({ view, open, close, reload }: RuleDrawerProps) {
  const { t } = useTranslation()
  const rule = view.rules.find(({ id }) => id === open?.id)
  const isHistory = open?.what === 'history'
  const done = () => {
    close()
    reload()
  }
  return (
    <Drawer
      open={rule !== undefined}
      onClose={close}
      size={isHistory ? 860 : 520}
      destroyOnHidden
      title={isHistory ? t('ruleBook.historyOf', { name: rule?.name }) : rule?.name}
    >
      {rule && !isHistory && <RuleForm rule={rule} view={view} close={close} done={done} />}
      {rule && isHistory && <RuleHistory rule={rule} reload={reload} />}
    </Drawer>
  )
}

function Named({ row }: { row: RuleView }) {
  const { t } = useTranslation()
  return (
    <>
      <strong>{row.name}</strong> {!row.on && <span className="tone-bad">{t('ruleBook.off')}</span>}
      <div className="faint">{row.says}</div>
    </>
  )
}

function InForce({ row }: { row: RuleView }) {
  const { t } = useTranslation()
  const held = row.changes.find(change => change.version === row.version)
  return (
    <>
      {row.parameters.length ? valuesText(row.parameters) : <span className="faint">{t('ruleBook.none')}</span>}
      {row.units.map(own => (
        <div key={own.unit}>{t('ruleBook.own', { unit: own.unitName, values: valuesText(own.parameters) })}</div>
      ))}
      <div className="faint">{held ? t('ruleBook.since', { from: held.from }) : t('ruleBook.initial')}</div>
    </>
  )
}
