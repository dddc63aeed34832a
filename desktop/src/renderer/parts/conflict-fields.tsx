import { Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AnyValue } from '../../../../shared-types/src/model/field.ts'
import type { InboxCell, InboxItem } from '../../api/inbox.ts'
import { FieldBox } from './field-box.tsx'
import { SaidBy } from './said-by.tsx'

/** Which of two values is taken, or that a third is written. */
export type Choice = 'mine' | 'theirs' | 'other'

interface ConflictFieldsProps {
  item: InboxItem
  cells: readonly InboxCell[]
  choices: Readonly<Record<string, Choice>>
  values: Readonly<Record<string, AnyValue | null | undefined>>
  problems: InboxItem['problems']
  choose(field: string, choice: Choice): void
  change(field: string, value: AnyValue | null): void
}

/** Fields that two people wrote: what stood there, what each said, when and from which paper, and which is to stand. */
export function ConflictFields({ item, cells, ...rest }: ConflictFieldsProps) {
  const { t } = useTranslation()
  return (
    <table className="conflict">
      <thead>
        <tr>
          <th>{t('inbox.field')}</th>
          <th>{t('inbox.before')}</th>
          <th>{item.own ? t('inbox.mine') : t('inbox.mineOf', { name: item.mine.by })}</th>
          <th>{t('inbox.theirsOf', { name: [...new Set(cells.map(cell => cell.theirs!.by))].join('、') })}</th>
          <th>{t('inbox.use')}</th>
        </tr>
      </thead>
      <tbody>
        {cells.map(cell => (
          <ConflictRow key={cell.name} item={item} cell={cell} {...rest} />
        ))}
      </tbody>
    </table>
  )
}

function ConflictRow(props: Omit<ConflictFieldsProps, 'cells'> & { cell: InboxCell }) {
  const { item, cell, choices, choose } = props
  const { t } = useTranslation()
  const theirs = cell.theirs!
  const taken = choices[cell.name]
  const side = (choice: Choice) => (taken === undefined ? undefined : taken === choice ? 'taken' : 'left')
  return (
    <>
      <tr>
        <th>{cell.label}</th>
        <td className="faint">{theirs.before || '—'}</td>
        <td className={side('mine')}>
          <b>{cell.text || '—'}</b>
          <SaidBy said={item.mine} label={cell.label} />
        </td>
        <td className={side('theirs')}>
          <b>{theirs.text || '—'}</b>
          <SaidBy said={theirs} label={cell.label} />
        </td>
        <td>
          <Radio.Group
            name={`${item.event}-${cell.name}`}
            aria-label={cell.label}
            value={taken}
            onChange={event => choose(cell.name, event.target.value as Choice)}
            options={[
              { value: 'mine', label: t(item.own ? 'inbox.useMine' : 'inbox.useAuthor') },
              { value: 'theirs', label: t('inbox.useTheirs') },
              { value: 'other', label: t('inbox.useOther') },
            ]}
          />
        </td>
      </tr>
      {taken === 'other' && <OtherValue {...props} />}
    </>
  )
}

function OtherValue({
  item,
  cell,
  values,
  problems,
  change,
}: Omit<ConflictFieldsProps, 'cells'> & { cell: InboxCell }) {
  return (
    <tr>
      <td />
      <td colSpan={4} className="conflict-other">
        <FieldBox
          type={item.type}
          cell={cell}
          value={values[cell.name] ?? undefined}
          hint={undefined}
          problems={problems.filter(problem => problem.field === cell.name && problem.code !== 'stale')}
          change={change}
          done={() => {}}
        />
      </td>
    </tr>
  )
}
