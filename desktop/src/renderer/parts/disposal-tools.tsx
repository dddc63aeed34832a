import { Button, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DisposalView } from '../../api.ts'
import { useAsk } from '../state/client-context.ts'
import type { DisposalParts } from './disposal-due.tsx'
import { PurposeForm } from './purpose-form.tsx'

/** What can be done with one open proposal. To approve is asked twice: nothing brings back what is erased. */
export function DisposalTools({ row, view, busy, act }: DisposalParts & { row: DisposalView['disposals'][number] }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [doing, setDoing] = useState<'approve' | 'decline'>()
  const decline = t(view.may.approve ? 'disposal.refuse' : 'disposal.withdraw')
  const name = (what: string) => `${what} ${row.label} ${row.cases}`
  const close = () => setDoing(undefined)
  if (doing === 'decline')
    return (
      <PurposeForm
        label={decline}
        hint={t('disposal.reason')}
        busy={busy}
        go={reason => {
          close()
          void act(() => ask('disposal.decline', { id: row.id, reason }))
        }}
        close={close}
      />
    )
  if (doing === 'approve')
    return (
      <Space key="sure" size="small" onKeyDown={event => event.key === 'Escape' && close()}>
        <span className="tone-bad">{t('disposal.sure')}</span>
        <Button size="small" autoFocus onClick={close}>
          {t('purpose.cancel')}
        </Button>
        <Button
          size="small"
          danger
          type="primary"
          disabled={busy}
          onClick={() => {
            close()
            void act(() => ask('disposal.approve', { id: row.id }))
          }}
        >
          {t('disposal.erase', { count: row.cases })}
        </Button>
      </Space>
    )
  return (
    <Space size="small">
      {view.may.approve && !row.own && (
        <Button
          size="small"
          danger
          disabled={busy}
          aria-label={name(t('disposal.approve'))}
          onClick={() => setDoing('approve')}
        >
          {t('disposal.approve')}
        </Button>
      )}
      <Button size="small" disabled={busy} aria-label={name(decline)} onClick={() => setDoing('decline')}>
        {decline}
      </Button>
    </Space>
  )
}
