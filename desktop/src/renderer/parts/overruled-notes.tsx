import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { OverruledNote } from '../../api/inbox.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { Clock } from './clock.tsx'
import { FailureNote } from './failure-note.tsx'

/** Where somebody else settled a conflict over this person's values: told until they have noted it. */
export function OverruledNotes({ notes, done }: { notes: readonly OverruledNote[]; done(): void }) {
  return (
    <>
      {notes.map(note => (
        <OverruledItem key={note.event} note={note} done={done} />
      ))}
    </>
  )
}

function OverruledItem({ note, done }: { note: OverruledNote; done(): void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const read = async () => {
    const noted = await run(async () => {
      await ask('inbox.read', { event: note.event })
      return true
    })
    if (noted) done()
  }
  return (
    <section className="inbox-item overruled">
      <header>
        <span>{t('inbox.overruled', { name: note.by, unit: note.unitName })}</span>
        <Button type="link" size="small" onClick={() => navigate(`/case/${note.caseId}`)}>
          {note.title}
        </Button>
        <Clock at={note.at} />
      </header>
      <ul className="overruled-fields">
        {note.fields.map(field => (
          <li key={field.label}>
            {field.label}：<s>{field.mine || '—'}</s> {t('inbox.nowIs', { value: field.now || '—' })}
          </li>
        ))}
      </ul>
      {failure && <FailureNote failure={failure} inline />}
      <Button loading={busy} onClick={() => void read()}>
        {t('inbox.read')}
      </Button>
    </section>
  )
}
