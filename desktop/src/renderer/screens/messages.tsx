import { Alert } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessagesView } from '../../api/messages.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { MessageAddresses } from '../parts/message-addresses.tsx'
import { MessageFault } from '../parts/message-fault.tsx'
import { MessageGateways } from '../parts/message-gateways.tsx'
import { MessageHours } from '../parts/message-hours.tsx'
import { MessageUnsent } from '../parts/message-unsent.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useHouse } from '../state/house.tsx'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'

/** 消息: by what messages leave the house and when, what was not sent, and where people are reached. */
export function MessagesScreen() {
  const { t } = useTranslation()
  const { role } = useHouse()
  if (role !== 'administrator') return <EmptyNote text={t('messages.notYours')} />
  return <MessagesPage />
}

function MessagesPage() {
  const { t } = useTranslation()
  const { answer, failure, reload } = useCall('messages.view', {})
  const { run, busy, failure: refused, clear } = useAct()
  const [tried, setTried] = useState<MessagesView['tried']>()
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting page />
  const act = async (work: () => Promise<MessagesView>) => {
    const view = await run(work)
    setTried(view?.tried)
    reload()
    return view !== undefined
  }
  const parts = { view: answer, busy, act }
  return (
    <div className="page messages">
      <PageHead title={t('messages.title')} />
      <p className="faint">{t('messages.hint')}</p>
      {refused && <FailureNote failure={refused} close={clear} />}
      {tried && <Tried tried={tried} close={() => setTried(undefined)} />}
      {answer.whole && <MessageGateways {...parts} whole={answer.whole} />}
      {answer.whole && <MessageHours {...parts} key={JSON.stringify(answer.whole.rules)} rules={answer.whole.rules} />}
      <MessageUnsent {...parts} />
      <MessageAddresses {...parts} />
    </div>
  )
}

/** What became of a message that was just asked for. */
function Tried({ tried, close }: { tried: NonNullable<MessagesView['tried']>; close(): void }) {
  const { t } = useTranslation()
  const { state, why, detail } = tried
  // Waiting without a fault: it was not tried, because these are the quiet hours. A test that failed is over with it.
  const said = state === 'waiting' && !why ? 'queued' : state === 'over' && why ? 'dead' : state
  const type = said === 'sent' ? 'success' : said === 'dead' ? 'error' : 'warning'
  return (
    <Alert
      type={type}
      showIcon
      role="status"
      closable={{ onClose: close }}
      title={
        <>
          {t(`messages.state.${said}`)}
          {why && <MessageFault why={why} detail={detail ?? undefined} />}
        </>
      }
    />
  )
}
