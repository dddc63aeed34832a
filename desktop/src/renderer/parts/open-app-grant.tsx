import { Checkbox, Drawer, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OPEN_SCOPES } from '../../../../shared-types/src/model/open-scope.ts'
import { useAsk } from '../state/client-context.ts'
import { Clock } from './clock.tsx'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'
import type { OpenAppDrawer, OpenAppRow } from './open-app-parts.ts'

type Given = Pick<OpenAppRow, 'scopes' | 'perMinute' | 'perDay'> & { addresses: string; release: string[] }

/** What an app may ask, from where and how often, and which of its secrets may be used from now on. */
export function OpenAppGrant({ app, busy, failure, act, close }: OpenAppDrawer & { app: OpenAppRow }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { scopes, perMinute, perDay } = app
  const [given, setGiven] = useState<Given>({
    scopes,
    perMinute,
    perDay,
    addresses: app.addresses.join('\n'),
    release: [],
  })
  const change = (part: Partial<Given>) => setGiven(now => ({ ...now, ...part }))
  const save = async () => {
    const addresses = given.addresses.split(/[\s,，;；]+/).filter(Boolean)
    if (await act(() => ask('openApps.grant', { id: app.id, ...given, addresses }))) close()
  }
  return (
    <Drawer open title={t('openApps.grantTitle', { name: app.name })} size={560} onClose={close}>
      <div className="people-form open-app-form">
        <What given={given} change={change} />
        <Most name="perMinute" most={6000} value={given.perMinute} change={n => change({ perMinute: n })} />
        <Most name="perDay" most={10_000_000} value={given.perDay} change={n => change({ perDay: n })} />
        <Release app={app} chosen={given.release} change={release => change({ release })} />
        {failure && <FailureNote failure={failure} inline />}
        <KeyButton type="primary" loading={busy} onClick={() => void save()}>
          {t('openApps.grantSave')}
        </KeyButton>
      </div>
    </Drawer>
  )
}

/** What is asked for, and from where. */
function What({ given, change }: { given: Given; change(part: Partial<Given>): void }) {
  const { t } = useTranslation()
  return (
    <>
      <fieldset>
        <legend>{t('openApps.scopes')}</legend>
        <Checkbox.Group
          className="open-scopes"
          value={given.scopes}
          options={OPEN_SCOPES.map(scope => ({ value: scope, label: t(`openApps.scope.${scope}`) }))}
          onChange={chosen => change({ scopes: OPEN_SCOPES.filter(scope => chosen.includes(scope)) })}
        />
      </fieldset>
      <div className="open-line">
        {t('openApps.addresses')}
        <Input.TextArea
          className="mono"
          aria-label={t('openApps.addresses')}
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={2000}
          value={given.addresses}
          onChange={event => change({ addresses: event.target.value })}
        />
      </div>
    </>
  )
}

interface MostProps {
  name: 'perMinute' | 'perDay'
  most: number
  value: number
  change(value: number): void
}

function Most({ name, most, value, change }: MostProps) {
  const { t } = useTranslation()
  return (
    <div className="open-line">
      {t(`openApps.${name}`)}
      <InputNumber
        aria-label={t(`openApps.${name}`)}
        min={1}
        max={most}
        precision={0}
        value={value}
        onChange={given => change(given ?? value)}
      />
    </div>
  )
}

/** Secrets that wait; none is released by itself. */
function Release({ app, chosen, change }: { app: OpenAppRow; chosen: string[]; change(ids: string[]): void }) {
  const { t } = useTranslation()
  const waiting = app.secrets.filter(secret => !secret.releasedAt && !secret.endedAt)
  if (waiting.length === 0) return null
  return (
    <fieldset>
      <legend>{t('openApps.release')}</legend>
      {waiting.map(({ id, hint, addedBy, addedAt }) => (
        <div key={id}>
          <Checkbox
            checked={chosen.includes(id)}
            onChange={event => change(event.target.checked ? [...chosen, id] : chosen.filter(one => one !== id))}
          >
            <b className="mono">{hint}…</b> {t('openApps.secretBy', { by: addedBy })} <Clock at={addedAt} />
          </Checkbox>
        </div>
      ))}
      <p className="faint">{t('openApps.releaseHint')}</p>
    </fieldset>
  )
}
