import { Alert, Drawer, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActAnswer, CaseView } from '../../api/cases.ts'
import type { RegisterView } from '../../api/register.ts'
import { useAsk } from '../state/client-context.ts'
import { useHouse } from '../state/house.tsx'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'

interface RegisterCompareProps {
  view: CaseView
  taken(answer: ActAnswer): void
}

/** Compares a record of an enterprise with the register outside, and takes over what the person chooses. */
export function RegisterCompare({ view, taken }: RegisterCompareProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure, clear } = useAct()
  const [found, setFound] = useState<RegisterView>()
  const [wrong, setWrong] = useState<string>()
  const { register } = useHouse().kind(view.type).record
  const code = view.sections.flatMap(({ cells }) => cells).find(cell => cell.name === register?.code)
  if (!code?.text || !view.editable) return null
  const look = async () => {
    const answer = await run(() => ask('register.look', { id: view.id }))
    if (answer) setFound(answer)
  }
  const close = () => {
    clear()
    setFound(undefined)
    setWrong(undefined)
  }
  const take = async (fields: string[]) => {
    if (!found) return
    const answer = await run(() => ask('register.take', { id: view.id, fields, seen: found.seen }))
    if (!answer) return
    if (answer.problems.length) return setWrong(answer.problems.map(({ text }) => text).join(' '))
    close()
    taken(answer)
  }
  return (
    <>
      <KeyButton size="small" loading={busy && !found} onClick={() => void look()}>
        {t('compare.look')}
      </KeyButton>
      {(found || failure) && (
        <Drawer
          open
          size={760}
          title={found ? t('compare.title', { register: found.register }) : t('compare.look')}
          onClose={close}
        >
          {failure && <FailureNote failure={failure} inline />}
          {wrong && <Alert type="error" showIcon title={wrong} />}
          {found && <Difference key={found.seen} found={found} busy={busy} take={take} />}
        </Drawer>
      )}
    </>
  )
}

interface DifferenceProps {
  found: RegisterView
  busy: boolean
  take(fields: string[]): Promise<void>
}

/** What differs, chosen until the person says otherwise. */
function Difference({ found: { rows }, busy, take }: DifferenceProps) {
  const { t } = useTranslation()
  const differs = rows.filter(row => !row.same).map(row => row.field)
  const [chosen, setChosen] = useState(differs)
  return (
    <div className="register-compare">
      {differs.length === 0 && <Alert type="success" showIcon title={t('compare.allSame')} />}
      <Lines rows={rows} chosen={chosen} choose={setChosen} />
      {differs.length > 0 && (
        <>
          <p className="faint">{t('compare.hint')}</p>
          <KeyButton type="primary" disabled={chosen.length === 0} loading={busy} onClick={() => void take(chosen)}>
            {t('compare.take')}
          </KeyButton>
        </>
      )}
    </div>
  )
}

interface LinesProps {
  rows: RegisterView['rows']
  chosen: string[]
  choose(fields: string[]): void
}

function Lines({ rows, chosen, choose }: LinesProps) {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      rowKey="field"
      dataSource={rows}
      pagination={false}
      rowSelection={{
        selectedRowKeys: chosen,
        onChange: keys => choose(keys.map(String)),
        getCheckboxProps: row => ({ disabled: row.same, 'aria-label': row.label }),
      }}
      columns={[
        { key: 'label', title: t('compare.field'), width: 140, dataIndex: 'label' },
        { key: 'here', title: t('compare.here'), render: (_, row) => row.here || '—' },
        {
          key: 'there',
          title: t('compare.there'),
          render: (_, row) => (row.same ? <span className="tone-good">{t('compare.same')}</span> : <b>{row.there}</b>),
        },
      ]}
    />
  )
}
