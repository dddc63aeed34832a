import { Button, Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UpdatesPlan } from '../../api/updates.ts'
import { UnitSelect } from './unit-select.tsx'

interface UpdateRollProps {
  plan: UpdatesPlan
  busy: boolean
  roll(rollout: { package: string; target: string; percent: number }): void
}

/** Shares that one goes up by: a few windows first, then more, then all; 0 holds a version back. */
const SHARES = [0, 5, 10, 25, 50, 100]

/** Which version goes to which unit and to what share of its windows, and what was said so far. */
export function UpdateRoll({ plan: { packages, rollouts }, busy, roll }: UpdateRollProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<{ hash?: string; unit?: string; percent: number }>({ percent: 5 })
  const newest = packages.toSorted((a, b) => b.storedAt.localeCompare(a.storedAt))
  const hash = chosen.hash ?? newest[0]?.hash
  const { unit: target, percent } = chosen
  return (
    <>
      <Form
        className="update-roll"
        layout="inline"
        onFinish={() => hash && target && roll({ package: hash, target, percent })}
      >
        <Form.Item label={t('settings.version')} htmlFor="update-version">
          <Select
            id="update-version"
            className="filter"
            value={hash}
            options={newest.map(found => ({
              value: found.hash,
              label: `${found.version} · ${found.platform} · ${t(`updates.shells.${found.shell}`)}`,
            }))}
            onChange={value => setChosen({ ...chosen, hash: value })}
          />
        </Form.Item>
        <Form.Item>
          <UnitSelect value={target} change={unit => setChosen({ ...chosen, unit })} needed />
        </Form.Item>
        <Share value={percent} change={value => setChosen({ ...chosen, percent: value })} />
        <Button htmlType="submit" type="primary" loading={busy} disabled={!target}>
          {t('updates.roll')}
        </Button>
      </Form>
      <Said rollouts={rollouts.filter(rollout => rollout.package === hash)} />
    </>
  )
}

function Share({ value, change }: { value: number; change(value: number): void }) {
  const { t } = useTranslation()
  return (
    <Form.Item label={t('updates.share')} htmlFor="update-share">
      <Select
        id="update-share"
        value={value}
        options={SHARES.map(share => ({ value: share, label: share ? `${share} %` : t('updates.held') }))}
        onChange={change}
      />
    </Form.Item>
  )
}

/** To whom the version goes by what was said so far. */
function Said({ rollouts }: { rollouts: UpdatesPlan['rollouts'] }) {
  const { t } = useTranslation()
  const said = rollouts.map(({ name, percent }) => `${name} ${percent ? `${percent} %` : t('updates.held')}`)
  return <p className="faint">{said.join(' · ') || t('updates.nowhere')}</p>
}
