import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PeopleView, PersonRow } from '../../api.ts'
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
  const ask = useAsk()
  const { answer, failure, reload } = useCall('people.list', {})
  const { run, busy, failure: refused } = useAct()
  const [open, setOpen] = useState<PersonRow | 'new'>()
  const [code, setCode] = useState<{ name: string; password: string }>()
  const [filter, setFilter] = useState('')
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting page />
  const close = (changed: boolean) => {
    setOpen(undefined)
    if (changed) reload()
  }
  const password = async ({ id, name }: PersonRow) => {
    const made = await run(() => ask('people.password', { id }))
    if (made) setCode({ name, ...made })
    reload()
  }
  const reset = async ({ id }: PersonRow, what: 'factor' | 'tries') => {
    await run(() => ask('people.reset', { id, what }))
    reload()
  }
  return (
    <div className="page">
      <PageHead title={t('people.title')}>
        <Input.Search
          className="people-filter"
          allowClear
          aria-label={t('people.filter')}
          placeholder={t('people.filter')}
          value={filter}
          onChange={event => setFilter(event.target.value)}
        />
        {answer.mayName && (
          <KeyButton type="primary" hotkey="Alt+N" onClick={() => setOpen('new')}>
            {t('people.new')}
          </KeyButton>
        )}
      </PageHead>
      <p className="faint">{t(answer.mayName ? 'people.hintName' : 'people.hintPost')}</p>
      {refused && <FailureNote failure={refused} inline />}
      {code && <FirstPassword {...code} close={() => setCode(undefined)} />}
      <PeopleTable
        view={answer}
        people={matching(answer, filter)}
        busy={busy}
        edit={setOpen}
        password={row => void password(row)}
        reset={(row, what) => void reset(row, what)}
      />
      {open && answer.mayName && <PersonForm person={open === 'new' ? undefined : open} close={close} />}
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
