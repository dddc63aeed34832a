import { Button, Input, Space } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { AnyValue, Data } from '../../../../shared-types/src/model/field.ts'
import type { ActAnswer, InboxItem } from '../../api.ts'
import { useAsk } from '../state/client-context.ts'
import { focusFrom, moveByEnter } from '../state/form-keys.ts'
import { useAct } from '../state/use-act.ts'
import { Clock } from './clock.tsx'
import { FailureNote } from './failure-note.tsx'
import { FieldBox } from './field-box.tsx'
import { KeyButton } from './key-button.tsx'

interface InboxMendProps {
  item: InboxItem
  done(answer?: ActAnswer): void
}

/** One refused event: its reasons, what was entered beside what stands now, and the two ways out. */
export function InboxMend({ item, done }: InboxMendProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [patch, setPatch] = useState<Data>({})
  const [problems, setProblems] = useState(item.problems)
  const mend = async () => {
    const answer = await run(() => ask('inbox.mend', { event: item.event, patch }))
    if (!answer) return
    setProblems(answer.problems)
    if (answer.problems.length === 0) done(answer)
  }
  return (
    <section className="inbox-item">
      <header>
        <b>{item.actText}</b>
        <Button type="link" size="small" onClick={() => navigate(`/case/${item.caseId}`)}>
          {item.title}
        </Button>
        <span className="faint">
          {item.by} · <Clock at={item.at} />
        </span>
      </header>
      <ul className="step-refusals" role="alert">
        {problems.map(problem => (
          <li key={problem.text}>{problem.text}</li>
        ))}
      </ul>
      <MendFields item={item} patch={patch} problems={problems} change={setPatch} />
      {failure && <FailureNote failure={failure} inline />}
      <div className="step-buttons">
        <KeyButton type="primary" data-submit loading={busy} onClick={() => void mend()}>
          {t('inbox.mend')}
        </KeyButton>
        <Withdraw event={item.event} done={() => done()} />
      </div>
    </section>
  )
}

interface MendFieldsProps {
  item: InboxItem
  patch: Data
  problems: InboxItem['problems']
  change(patch: Data): void
}

function MendFields({ item, patch, problems, change }: MendFieldsProps) {
  const { t } = useTranslation()
  const area = useRef<HTMLDivElement>(null)
  const put = (field: string, value: AnyValue | null) => change({ ...patch, [field]: value })
  const valueAt = (cell: InboxItem['cells'][number]) =>
    Object.hasOwn(patch, cell.name) ? (patch[cell.name] ?? undefined) : cell.value
  if (item.cells.length === 0) return null
  return (
    <div className="field-grid" ref={area} onKeyDownCapture={event => moveByEnter(event)}>
      {item.cells.map(cell => (
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
