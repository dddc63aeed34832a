import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'

interface PrinterTestProps {
  printer: string
  /** There are no changes that the printer does not know of yet. */
  ready: boolean
}

/** Prints the page by which a printer's offset is measured, and says beside the button how that ended. */
export function PrinterTest({ printer, ready }: PrinterTestProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [said, setSaid] = useState<{ good: boolean; text: string }>()
  const test = async () => {
    setSaid(undefined)
    const answer = await run(() => ask('devices.testPrint', { printer }))
    setSaid(answer && { good: answer.ended === 'good', text: answer.text })
  }
  return (
    <>
      <Button size="small" loading={busy} disabled={!ready} onClick={() => void test()}>
        {t('printers.test')}
      </Button>
      <output className={said?.good ? 'tone-good' : 'tone-bad'}>{ready && said?.text}</output>
      {failure && <FailureNote failure={failure} inline />}
    </>
  )
}
