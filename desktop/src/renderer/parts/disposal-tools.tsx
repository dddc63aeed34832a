import { Button, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DisposalView } from '../../api/disposal.ts'
import { useAsk } from '../state/client-context.ts'
import type { DisposalParts } from './disposal-due.tsx'
import { PurposeForm } from './purpose-form.tsx'

type Row = DisposalView['disposals'][number]

/** What can be done with one open proposal. To approve is asked twice: nothing brings back what is erased. */
export function DisposalTools({ row, view, busy, act }: DisposalParts & { row: Row }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [doing, setDoing] = useState<'approve' | 'decline'>()
  const decline = t(view.may.approve ? 'disposal.refuse' : 'disposal.withdraw')
  const close = () => setDoing(undefined)
  const go = (work: () => Promise<DisposalView>) => {
    close()
    void act(work)
  }
  if (doing === 'decline')
    return (
      <PurposeForm
        label={decline}
        hint={t('disposal.reason')}
        busy={busy}
        go={reason => go(() => ask('disposal.decline', { id: row.id, reason }))}
        close={close}
      />
    )
  if (doing === 'approve')
    return (
      <Sure count={row.cases} busy={busy} close={close} go={() => go(() => ask('disposal.approve', { id: row.id }))} />
    )
  const tool = (label: string, what: 'approve' | 'decline') => (
    <Button
      size="small"
      danger={what === 'approve'}
      disabled={busy}
      aria-label={`${label} ${row.label} ${row.cases}`}
      onClick={() => setDoing(what)}
    >
      {label}
    </Button>
  )
  return (
    <Space size="small">
      {view.may.approve && !row.own && tool(t('disposal.approve'), 'approve')}
      {tool(decline, 'decline')}
    </Space>
  )
}

/** Asks again, with the focus on the way back. */
function Sure({ count, busy, go, close }: { count: number; busy: boolean; go(): void; close(): void }) {
  const { t } = useTranslation()
  return (
    <Space key="sure" size="small" onKeyDown={event => event.key === 'Escape' && close()}>
      <span className="tone-bad">{t('disposal.sure')}</span>
      <Button size="small" autoFocus onClick={close}>
        {t('purpose.cancel')}
      </Button>
      <Button size="small" danger type="primary" disabled={busy} onClick={go}>
        {t('disposal.erase', { count })}
      </Button>
    </Space>
  )
}
