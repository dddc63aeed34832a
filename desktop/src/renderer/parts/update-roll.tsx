import { Button, Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UpdatesPlan } from '../../api.ts'
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
  const said = rollouts.filter(rollout => rollout.package === hash)
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
        <Form.Item label={t('updates.share')} htmlFor="update-share">
          <Select
            id="update-share"
            value={percent}
            options={SHARES.map(share => ({ value: share, label: share ? `${share} %` : t('updates.held') }))}
            onChange={value => setChosen({ ...chosen, percent: value })}
          />
        </Form.Item>
        <Button htmlType="submit" type="primary" loading={busy} disabled={!target}>
          {t('updates.roll')}
        </Button>
      </Form>
      <p className="faint">
        {said.length
          ? said.map(({ name, percent: share }) => `${name} ${share ? `${share} %` : t('updates.held')}`).join(' · ')
          : t('updates.nowhere')}
      </p>
    </>
  )
}
