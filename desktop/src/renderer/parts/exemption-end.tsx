import { Button, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExemptionsView } from '../../api/rules.ts'
import { useAsk } from '../state/client-context.ts'
import { PurposeForm } from './purpose-form.tsx'

interface ExemptionEndProps {
  row: ExemptionsView['exemptions'][number]
  busy: boolean
  act(work: () => Promise<unknown>): Promise<boolean>
}

/** Ends an exemption before its last day, with the reason. */
export function ExemptionEnd({ row, busy, act }: ExemptionEndProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      trigger="click"
      placement="left"
      destroyOnHidden
      onOpenChange={setOpen}
      content={
        <PurposeForm
          label={t('exemptions.end')}
          hint={t('exemptions.endReason')}
          busy={busy}
          go={reason => {
            setOpen(false)
            void act(() => ask('exemptions.end', { id: row.id, reason }))
          }}
          close={() => setOpen(false)}
        />
      }
    >
      <Button
        size="small"
        disabled={busy}
        aria-label={`${t('exemptions.end')} ${row.ruleName} ${row.subjectName ?? row.subject}`}
      >
        {t('exemptions.end')}
      </Button>
    </Popover>
  )
}
