import { Drawer, Input, type InputRef, Switch } from 'antd'
import { type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonRow } from '../../api/people.ts'
import { useAsk } from '../state/client-context.ts'
import { useSessionState } from '../state/session.tsx'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'
import { UnitSelect } from './unit-select.tsx'

interface PersonFormProps {
  person: PersonRow | undefined
  close(changed: boolean): void
}

interface Form {
  name: string
  login: string
  unit: string
  ended: boolean
}

/** Name, login and unit of a person, and whether they have left. */
export function PersonForm({ person, close }: PersonFormProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { post } = useSessionState()
  const { run, busy, failure } = useAct()
  const first = useRef<InputRef>(null)
  const [form, setForm] = useState<Form>({
    name: person?.name ?? '',
    login: person?.login ?? '',
    unit: person?.unit ?? post?.unit ?? '',
    ended: person?.ended ?? false,
  })
  const save = async () => {
    const put = { ...form, name: form.name.trim(), login: form.login.trim(), ...(person && { id: person.id }) }
    if (await run(() => ask('people.put', put))) close(true)
  }
  const ready = form.name.trim() !== '' && form.login.trim() !== '' && form.unit !== ''
  return (
    <Drawer
      open
      title={person ? person.name : t('people.new')}
      size={420}
      afterOpenChange={open => open && first.current?.focus()}
      onClose={() => close(false)}
    >
      <form
        className="people-form"
        onSubmit={event => {
          event.preventDefault()
          if (ready) void save()
        }}
      >
        <NameFields form={form} first={first} change={setForm} />
        {person && <HasLeft checked={form.ended} change={ended => setForm({ ...form, ended })} />}
        {!person && <p className="faint">{t('people.newHint')}</p>}
        {failure && <FailureNote failure={failure} inline />}
        <KeyButton type="primary" htmlType="submit" loading={busy} disabled={!ready}>
          {t('people.save')}
        </KeyButton>
      </form>
    </Drawer>
  )
}

interface NameFieldsProps {
  form: Form
  first: RefObject<InputRef | null>
  change(form: Form): void
}

function NameFields({ form, first, change }: NameFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <label htmlFor="person-name">
        {t('people.name')}
        <Input
          id="person-name"
          aria-label={t('people.name')}
          ref={first}
          value={form.name}
          onChange={event => change({ ...form, name: event.target.value })}
        />
      </label>
      <label htmlFor="person-login">
        {t('signIn.login')}
        <Input
          id="person-login"
          aria-label={t('signIn.login')}
          className="mono"
          value={form.login}
          onChange={event => change({ ...form, login: event.target.value })}
        />
      </label>
      <div>
        {t('settings.unit')}
        <UnitSelect value={form.unit} needed change={unit => change({ ...form, unit: unit ?? '' })} />
      </div>
    </>
  )
}

function HasLeft({ checked, change }: { checked: boolean; change(left: boolean): void }) {
  const { t } = useTranslation()
  return (
    <span>
      <Switch aria-label={t('people.left')} checked={checked} onChange={change} /> {t('people.left')}
    </span>
  )
}
