import { Button, Checkbox, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FactsQuery } from '../state/facts-query.ts'
import { useFactExport } from '../state/use-fact-export.ts'
import { sizeText } from './carry-size.ts'
import { FailureNote } from './failure-note.tsx'
import { PurposeForm } from './purpose-form.tsx'
import { Waiting } from './waiting.tsx'

/** Takes the rows that are shown, and all behind them, for a purpose that is kept. */
export function FactsExport({ query, mayWhole }: { query: FactsQuery & { type: string }; mayWhole: boolean }) {
  const { t } = useTranslation()
  const { busy, failure, clear, size, take, stop } = useFactExport()
  const [as, setAs] = useState<'csv' | 'xlsx'>()
  const [whole, setWhole] = useState(false)
  const go = async (purpose: string) => {
    if (as && (await take({ ...query, as, purpose, whole }))) setAs(undefined)
  }
  if (busy)
    return (
      <Space>
        <Waiting text={t('facts.taking', { size: sizeText(size) })} />
        <Button size="small" onClick={stop}>
          {t('facts.stopTaking')}
        </Button>
      </Space>
    )
  if (failure) return <FailureNote failure={failure} close={clear} inline />
  if (!as)
    return (
      <Space>
        <Button size="small" onClick={() => setAs('xlsx')}>
          {t('facts.xlsx')}
        </Button>
        <Button size="small" onClick={() => setAs('csv')}>
          {t('facts.csv')}
        </Button>
      </Space>
    )
  return (
    <Space>
      <PurposeForm label={t('facts.take')} go={purpose => void go(purpose)} close={() => setAs(undefined)} />
      {mayWhole && (
        <Checkbox checked={whole} onChange={event => setWhole(event.target.checked)}>
          {t('purpose.whole')}
        </Checkbox>
      )}
    </Space>
  )
}
