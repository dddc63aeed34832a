import { Button, Drawer, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../../../shared-types/src/model/person.ts'
import type { PeopleView, PersonRow } from '../../api/people.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'
import { UnitSelect } from './unit-select.tsx'

interface PostsFormProps {
  view: PeopleView
  person: PersonRow
  close(changed: boolean): void
}

interface Line {
  key: string
  id?: string
  role: Role
  unit: string
  officer?: string | undefined
}

/** All posts of one person. Who is given an office learns here that the password of before ends with it. */
export function PostsForm({ view, person, close }: PostsFormProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [lines, setLines] = useState<readonly Line[]>(person.posts.map(post => ({ ...post, key: post.id })))
  const put = (at: number, line: Line) => setLines(lines.map((old, i) => (i === at ? line : old)))
  const add = () => setLines([...lines, { key: String(Date.now()), role: 'clerk', unit: person.unit }])
  const save = async () => {
    const posts = lines.map(({ id, role, unit, officer }) => ({
      ...(id && { id }),
      role,
      unit,
      ...(officer && role === 'auxiliary' && { officer }),
    }))
    if (await run(() => ask('people.posts', { id: person.id, posts }))) close(true)
  }
  const isNewOffice = (line: Line) =>
    view.roles.some(r => r.role === line.role && r.officer) && !person.posts.some(post => post.role === line.role)
  return (
    <Drawer open title={t('people.postsOf', { name: person.name })} size={760} onClose={() => close(false)}>
      <div className="people-form">
        {lines.map((line, at) => (
          <PostLine
            key={line.key}
            view={view}
            line={line}
            self={person.id}
            put={next => put(at, next)}
            remove={() => setLines(lines.filter((_, i) => i !== at))}
          />
        ))}
        {lines.length === 0 && <p className="tone-wait">{t('people.noPost')}</p>}
        <span>
          <KeyButton hotkey="Alt+A" onClick={add}>
            {t('people.addPost')}
          </KeyButton>
        </span>
        {lines.some(isNewOffice) && <p className="tone-wait">{t('people.office')}</p>}
        {failure && <FailureNote failure={failure} inline />}
        <KeyButton type="primary" loading={busy} onClick={() => void save()}>
          {t('people.save')}
        </KeyButton>
      </div>
    </Drawer>
  )
}

interface PostLineProps {
  view: PeopleView
  line: Line
  self: string
  put(line: Line): void
  remove(): void
}

function PostLine({ view, line, self, put, remove }: PostLineProps) {
  const { t } = useTranslation()
  const officers = view.people.filter(
    ({ id, ended, posts }) =>
      id !== self && !ended && posts.some(post => post.unit === line.unit && post.role !== 'auxiliary'),
  )
  return (
    <div className="post-line">
      <Select
        aria-label={t('people.role')}
        value={line.role}
        options={view.roles.map(({ role, label }) => ({ value: role, label }))}
        onChange={role => put({ ...line, role })}
      />
      <UnitSelect value={line.unit} needed change={unit => put({ ...line, unit: unit ?? line.unit })} />
      {line.role === 'auxiliary' ? (
        <Select
          aria-label={t('people.under')}
          placeholder={t('people.under')}
          value={line.officer ?? null}
          options={officers.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={officer => put({ ...line, officer: officer ?? undefined })}
        />
      ) : (
        <span />
      )}
      <Button onClick={remove}>{t('people.remove')}</Button>
    </div>
  )
}
