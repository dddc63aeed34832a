import { Button, Input, Space } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { AnyValue, Data } from '../../../../shared-types/src/model/field.ts'
import type { ActAnswer } from '../../api/cases.ts'
import type { InboxCell, InboxItem } from '../../api/inbox.ts'
import { useAsk } from '../state/client-context.ts'
import { focusFrom, moveByEnter } from '../state/form-keys.ts'
import { useAct } from '../state/use-act.ts'
import { Clock } from './clock.tsx'
import { type Choice, ConflictFields } from './conflict-fields.tsx'
import { FailureNote } from './failure-note.tsx'
import { FieldBox } from './field-box.tsx'
import { KeyButton } from './key-button.tsx'

interface InboxMendProps {
  item: InboxItem
  done(answer?: ActAnswer): void
}

/** One refused event: its reasons, what it met, both versions where two wrote the same, and the two ways out. */
export function InboxMend({ item, done }: InboxMendProps) {
  const { t } = useTranslation()
  const mending = useMending(item, done)
  const { met, open, problems, patch, put } = mending
  const rest = item.cells.filter(cell => !cell.theirs)
  return (
    <section className="inbox-item">
      <MendHead item={item} />
      <Reasons problems={problems} met={met} />
      {item.since.length > 0 && <Since item={item} />}
      {met.length > 0 && (
        <ConflictFields
          item={item}
          cells={met}
          choices={mending.choices}
          values={patch}
          problems={problems}
          choose={mending.choose}
          change={put}
        />
      )}
      {met.length > 0 && rest.length > 0 && <p className="faint">{t('inbox.merged')}</p>}
      <MendFields item={item} cells={rest} patch={patch} problems={problems} put={put} />
      {mending.failure && <FailureNote failure={mending.failure} inline />}
      <div className="step-buttons">
        {!item.erased && (
          <KeyButton type="primary" data-submit disabled={open > 0} loading={mending.busy} onClick={mending.send}>
            {t(mending.nothing ? 'inbox.accept' : 'inbox.mend')}
          </KeyButton>
        )}
        {open > 0 && <span className="faint">{t('inbox.choose', { count: open })}</span>}
        <Withdraw event={item.event} done={() => done()} />
      </div>
    </section>
  )
}

/** What was typed and chosen of one refused event, and how it is sent. */
function useMending(item: InboxItem, done: InboxMendProps['done']) {
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [patch, setPatch] = useState<Data>({})
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({})
  const [problems, setProblems] = useState(item.problems)
  const met = item.cells.filter(cell => cell.theirs)
  const leave = met.filter(cell => choices[cell.name] === 'theirs').map(cell => cell.name)
  const nothing = item.act === 'edit' && leave.length > 0 && leave.length === item.cells.length
  const mend = async () => {
    const answer = await run(() => ask('inbox.mend', { event: item.event, patch: written(patch, met, choices), leave }))
    if (!answer) return
    setProblems(answer.problems)
    if (answer.problems.length === 0) done(nothing ? undefined : answer)
  }
  return {
    met,
    open: met.filter(cell => !choices[cell.name]).length,
    /** Theirs is taken in everything: nothing is sent. */
    nothing,
    patch,
    choices,
    problems,
    busy,
    failure,
    put: (field: string, value: AnyValue | null) => setPatch({ ...patch, [field]: value }),
    choose: (field: string, choice: Choice) => setChoices({ ...choices, [field]: choice }),
    send: () => void mend(),
  }
}

/** Why it was refused; a field that two wrote is named as such, with the choice below. */
function Reasons({ problems, met }: { problems: InboxItem['problems']; met: readonly InboxCell[] }) {
  const { t } = useTranslation()
  return (
    <ul className="step-refusals" role="alert">
      {met.length > 0 && <li>{t('inbox.met', { count: met.length })}</li>}
      {problems
        .filter(problem => problem.code !== 'stale' || !met.some(cell => cell.name === problem.field))
        .map(problem => (
          <li key={problem.text}>{problem.text}</li>
        ))}
    </ul>
  )
}

/** What is sent of what was typed: a field that stands in conflict only where a third value was chosen. */
function written(patch: Data, met: readonly InboxCell[], choices: Readonly<Record<string, Choice>>): Data {
  const chosen = new Set(met.filter(cell => choices[cell.name] !== 'other').map(cell => cell.name))
  const thirds = met.filter(cell => choices[cell.name] === 'other').map(cell => [cell.name, patch[cell.name] ?? null])
  return {
    ...Object.fromEntries(Object.entries(patch).filter(([field]) => !chosen.has(field))),
    ...Object.fromEntries(thirds),
  }
}

function MendHead({ item }: { item: InboxItem }) {
  const navigate = useNavigate()
  return (
    <header>
      <b>{item.actText}</b>
      <Button type="link" size="small" onClick={() => navigate(`/case/${item.caseId}`)}>
        {item.title}
      </Button>
      <span className="faint">
        {item.by} · <Clock at={item.at} />
      </span>
    </header>
  )
}

/** What others did to the case meanwhile, step by step. */
function Since({ item }: { item: InboxItem }) {
  const { t } = useTranslation()
  return (
    <div className="conflict-since">
      <span className="faint">{t('inbox.since')}</span>
      <ul>
        {item.since.map(line => (
          <li key={line.id}>
            <b>{line.actText}</b> {line.by} · {line.unitName} · {line.station} · <Clock at={line.at} />
          </li>
        ))}
      </ul>
    </div>
  )
}

interface MendFieldsProps {
  item: InboxItem
  cells: readonly InboxCell[]
  patch: Data
  problems: InboxItem['problems']
  put(field: string, value: AnyValue | null): void
}

function MendFields({ item, cells, patch, problems, put }: MendFieldsProps) {
  const { t } = useTranslation()
  const area = useRef<HTMLDivElement>(null)
  const valueAt = (cell: InboxCell) => (Object.hasOwn(patch, cell.name) ? (patch[cell.name] ?? undefined) : cell.value)
  if (cells.length === 0) return null
  return (
    <div className="field-grid" ref={area} onKeyDownCapture={event => moveByEnter(event)}>
      {cells.map(cell => (
        <div key={cell.name} className="mend-field">
          <FieldBox
            type={item.type}
            cell={cell}
            value={valueAt(cell)}
            hint={undefined}
            problems={problems.filter(problem => problem.field === cell.name)}
            change={put}
            done={() => setTimeout(() => area.current && focusFrom(area.current, document.activeElement!, 1), 30)}
          />
          <span className="faint">{t('inbox.now', { value: cell.now || '—' })}</span>
        </div>
      ))}
    </div>
  )
}

function Withdraw({ event, done }: { event: string; done(): void }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const ready = reason.trim().length >= 2
  const withdraw = async () => {
    const answer = await run(async () => {
      await ask('inbox.withdraw', { event, reason: reason.trim() })
      return true
    })
    if (answer) done()
  }
  if (!open)
    return (
      <Button danger onClick={() => setOpen(true)}>
        {t('inbox.withdraw')}
      </Button>
    )
  return (
    <>
      <Space.Compact>
        <Input
          autoFocus
          aria-label={t('inbox.reason')}
          placeholder={t('inbox.reason')}
          maxLength={200}
          value={reason}
          onChange={e => setReason(e.target.value)}
          onPressEnter={() => ready && void withdraw()}
        />
        <Button danger type="primary" disabled={!ready} loading={busy} onClick={() => void withdraw()}>
          {t('inbox.withdraw')}
        </Button>
        <Button onClick={() => setOpen(false)}>{t('purpose.cancel')}</Button>
      </Space.Compact>
      {failure && <FailureNote failure={failure} inline />}
    </>
  )
}
