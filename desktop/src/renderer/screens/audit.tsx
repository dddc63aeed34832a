import { SearchOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf, Arguments } from '../../api.ts'
import { AuditFilters } from '../parts/audit-filters.tsx'
import { AuditLines } from '../parts/audit-lines.tsx'
import { AuditOutput } from '../parts/audit-output.tsx'
import { AuditVerify } from '../parts/audit-verify.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { useAsk } from '../state/client-context.ts'
import { useSessionState } from '../state/session.tsx'
import { useAct } from '../state/use-act.ts'

type Query = Arguments<'audit.search'>['query']

/** 审计: the log of everything, for the audit officer. It is asked only when told to, because every look is kept. */
export function AuditScreen() {
  const { t } = useTranslation()
  const { language, post } = useSessionState()
  if (post?.role !== 'audit') return <EmptyNote text={t('audit.notYours')} />
  // Lines come worded; asking for them again in another language would be another look, so that is for the officer to do.
  return <AuditPage key={language} />
}

function AuditPage() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure, clear } = useAct()
  const [query, setQuery] = useState<Query>({})
  const [shown, setShown] = useState<AnswerOf<'audit.search'> & { query: Query }>()
  const search = () => run(async () => setShown({ ...(await ask('audit.search', { query })), query }))
  const older = () =>
    run(async () => {
      if (shown?.before === undefined) return
      const more = await ask('audit.search', { query: shown.query, before: shown.before })
      setShown({ ...more, lines: [...shown.lines, ...more.lines], query: shown.query })
    })
  return (
    <div className="page audit">
      <PageHead title={t('audit.title')}>
        <AuditOutput query={query} />
      </PageHead>
      <AuditVerify />
      <form
        className="list-filters"
        onSubmit={event => {
          event.preventDefault()
          void search()
        }}
      >
        <AuditFilters query={query} change={change => setQuery(now => ({ ...now, ...change }))} />
        <KeyButton type="primary" htmlType="submit" hotkey="F8" icon={<SearchOutlined />} loading={busy}>
          {t('audit.search')}
        </KeyButton>
      </form>
      {failure && <FailureNote failure={failure} close={clear} />}
      {!shown && <EmptyNote text={t('audit.hint')} />}
      {shown && shown.lines.length === 0 && <EmptyNote text={t('audit.empty')} />}
      {shown && shown.lines.length > 0 && <AuditLines lines={shown.lines} />}
      {shown?.before !== undefined && (
        <KeyButton loading={busy} onClick={() => void older()}>
          {t('audit.older')}
        </KeyButton>
      )}
    </div>
  )
}
