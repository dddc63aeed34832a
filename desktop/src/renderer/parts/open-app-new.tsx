import { Drawer, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../state/client-context.ts'
import { useSessionState } from '../state/session.tsx'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'
import type { OpenAppDrawer } from './open-app-parts.ts'
import { UnitSelect } from './unit-select.tsx'

/** What an administrator says of an app; it may do nothing until it is granted something. */
export function OpenAppNew({ busy, failure, act, close }: OpenAppDrawer) {
  const { t } = useTranslation()
  const ask = useAsk()
  const own = useSessionState().post?.unit ?? ''
  const [given, setGiven] = useState({ name: '', unit: own, contact: '', note: '' })
  const change = (part: Partial<typeof given>) => setGiven(now => ({ ...now, ...part }))
  const ready = given.name.trim().length >= 2 && given.contact.trim().length >= 2
  const save = async () => {
    if (await act(() => ask('openApps.make', given))) close()
  }
  const line = (name: 'name' | 'contact' | 'note', most: number) => (
    <div className="open-line">
      {t(`openApps.${name}`)}
      <Input
        autoFocus={name === 'name'}
        aria-label={t(`openApps.${name}`)}
        maxLength={most}
        value={given[name]}
        onChange={event => change({ [name]: event.target.value })}
      />
    </div>
  )
  return (
    <Drawer open title={t('openApps.newTitle')} size={560} onClose={close}>
      <div className="people-form">
        {line('name', 60)}
        <div className="open-line">
          {t('openApps.unit')}
          <UnitSelect
            needed
            label={t('openApps.unit')}
            value={given.unit}
            change={unit => change({ unit: unit ?? own })}
          />
        </div>
        {line('contact', 120)}
        {line('note', 200)}
        {failure && <FailureNote failure={failure} inline />}
        <KeyButton type="primary" disabled={!ready} loading={busy} onClick={() => void save()}>
          {t('openApps.save')}
        </KeyButton>
      </div>
    </Drawer>
  )
}
