import { PrinterOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerOf, Arguments } from '../../api.ts'
import { AccessAsk } from '../parts/access-ask.tsx'
import { AccessLines } from '../parts/access-lines.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { PdfDrawer } from '../parts/pdf-drawer.tsx'
import { useAsk } from '../state/client-context.ts'
import { useSessionState } from '../state/session.tsx'
import { useAct } from '../state/use-act.ts'

/** 查阅记录: a person asks who looked at their records; the supervisor checks who they are and hands over the page. */
export function AccessLogScreen() {
  const { t } = useTranslation()
  const { language, post } = useSessionState()
  return post?.role === 'supervisor' ? <AccessLogPage key={language} /> : <EmptyNote text={t('desk.notYours')} />
}

function AccessLogPage() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure, clear } = useAct()
  const [found, setFound] = useState<AnswerOf<'person.accessLog'>>()
  const [open, setOpen] = useState(false)
  const look = (asked: Arguments<'person.accessLog'>) =>
    void run(async () => setFound(await ask('person.accessLog', asked)))
  const anew = () => {
    setFound(undefined)
    clear()
  }
  return (
    <div className="page access-log">
      <PageHead title={t('accessLog.title')}>
        {found && (
          <Button icon={<PrinterOutlined />} onClick={() => setOpen(true)}>
            {t('accessLog.page')}
          </Button>
        )}
      </PageHead>
      <p className="faint">{t('accessLog.hint')}</p>
      <AccessAsk busy={busy} look={look} clear={anew} />
      {failure && <FailureNote failure={failure} close={clear} />}
      {found && found.lines.length === 0 && <EmptyNote text={t('accessLog.none', { number: found.number })} />}
      {found && found.lines.length > 0 && <AccessLines found={found} />}
      {found && open && (
        <PdfDrawer title={found.file.name} bytes={found.file.bytes} file={found.file} close={() => setOpen(false)} />
      )}
    </div>
  )
}
