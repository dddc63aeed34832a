import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PeopleView, PersonRow } from '../../api/people.ts'
import { CertificatesForm } from '../parts/certificates-form.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { FirstPassword } from '../parts/first-password.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { PeopleTable } from '../parts/people-table.tsx'
import { PersonForm } from '../parts/person-form.tsx'
import { PostsForm } from '../parts/posts-form.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'

/** 人员与权限: an administrator names people, a security officer gives them posts and passwords; neither does both. */
export function PeopleScreen() {
  const { t } = useTranslation()
  const { answer, failure, reload } = useCall('people.list', {})
  const { busy, refused, code, noted, password, reset } = useKeeping(reload)
  const [open, setOpen] = useState<PersonRow | 'new'>()
  const [certified, setCertified] = useState<PersonRow>()
  const [filter, setFilter] = useState('')
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting page />
  const certifiedClosed = () => {
    setCertified(undefined)
    reload()
  }
  const close = (changed: boolean) => {
    setOpen(undefined)
    if (changed) reload()
  }
  return (
    <div className="page">
      <PageHead title={t('people.title')}>
        <Filter value={filter} change={setFilter} />
        {answer.mayName && (
          <KeyButton type="primary" hotkey="Alt+N" onClick={() => setOpen('new')}>
            {t('people.new')}
          </KeyButton>
        )}
      </PageHead>
      <p className="faint">{t(answer.mayName ? 'people.hintName' : 'people.hintPost')}</p>
      {refused && <FailureNote failure={refused} inline />}
      {code && <FirstPassword {...code} close={noted} />}
      <PeopleTable
        view={answer}
        people={matching(answer, filter)}
        busy={busy}
        edit={setOpen}
        password={password}
        reset={reset}
        certify={setCertified}
      />
      {open && answer.mayName && <PersonForm person={open === 'new' ? undefined : open} close={close} />}
      {certified && <CertificatesForm person={certified} close={certifiedClosed} />}
      {open && open !== 'new' && answer.mayPost && <PostsForm view={answer} person={open} close={close} />}
    </div>
  )
}

function matching({ people }: PeopleView, filter: string): PersonRow[] {
  const text = filter.trim().toLowerCase()
  return people.filter(({ name, login, unitName, posts }) =>
    [name, login, unitName, ...posts.map(post => post.label)].some(word => word.toLowerCase().includes(text)),
  )
}

function Filter({ value, change }: { value: string; change(text: string): void }) {
  const { t } = useTranslation()
  return (
    <Input.Search
      className="people-filter"
      allowClear
      aria-label={t('people.filter')}
      placeholder={t('people.filter')}
      value={value}
      onChange={event => change(event.target.value)}
    />
  )
}

/** What a security officer does to one person at once, beside the forms. */
function useKeeping(changed: () => void) {
  const ask = useAsk()
  const { run, busy, failure: refused } = useAct()
  const [code, setCode] = useState<{ name: string; password: string }>()
  const password = async ({ id, name }: PersonRow) => {
    const made = await run(() => ask('people.password', { id }))
    if (made) setCode({ name, ...made })
    changed()
  }
  const reset = async ({ id }: PersonRow, what: 'factor' | 'tries') => {
    await run(() => ask('people.reset', { id, what }))
    changed()
  }
  return {
    busy,
    refused,
    code,
    noted: () => setCode(undefined),
    password: (row: PersonRow) => void password(row),
    reset: (row: PersonRow, what: 'factor' | 'tries') => void reset(row, what),
  }
}
