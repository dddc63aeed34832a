import { FileZipOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CaseView } from '../../api/cases.ts'
import { useAsk } from '../state/client-context.ts'
import { giveFile } from '../state/download.ts'
import { useHouse } from '../state/house.tsx'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { Waiting } from './waiting.tsx'

/** On a closed case: its package for the archive, for posts that may take it out whole. */
export function CasePack({ view }: { view: CaseView }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { kind, role } = useHouse()
  const { run, busy, failure } = useAct()
  const { record } = kind(view.type)
  const access = role && record.access[role]
  if (!access?.export || !access.whole || !record.workflow.states[view.state]?.final) return null
  const pack = async () => {
    const file = await run(() => ask('archive.pack', { id: view.id }))
    if (file) giveFile(file)
  }
  return (
    <div className="paper-copy">
      <Button icon={<FileZipOutlined />} onClick={() => busy || void pack()}>
        {t('papers.pack')}
      </Button>
      {busy && <Waiting text={t('wait.writing')} />}
      {failure && <FailureNote failure={failure} inline />}
    </div>
  )
}
