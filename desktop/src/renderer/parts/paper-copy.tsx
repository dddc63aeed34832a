import { FilePdfOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CaseView } from '../../api/cases.ts'
import { useAsk } from '../state/client-context.ts'
import { giveFile } from '../state/download.ts'
import { useHouse } from '../state/house.tsx'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { Waiting } from './waiting.tsx'

/** On a row of the ledger of papers: the copy that it allows, with its watermark. */
export function PaperCopy({ view }: { view: CaseView }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { domains } = useHouse()
  const { run, busy, failure } = useAct()
  const domain = domains.find(({ papers }) => papers)
  const use = domain?.papers?.use
  if (!domain || !use || view.type !== `${domain.name}.${use.record}`) return null
  const as = view.sections.flatMap(section => section.cells).find(cell => cell.name === use.as)
  if (as?.value !== use.copy) return null
  const copy = async () => {
    const file = await run(() => ask('archive.copy', { id: view.id }))
    if (file) giveFile(file)
  }
  return (
    <div className="paper-copy">
      <Button type="primary" icon={<FilePdfOutlined />} onClick={() => busy || void copy()}>
        {t('papers.copy')}
      </Button>
      {busy && <Waiting text={t('wait.drawing')} />}
      {failure && <FailureNote failure={failure} inline />}
    </div>
  )
}
