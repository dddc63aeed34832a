import { UsbOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Row } from '../../api/cases.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { RowLine } from '../parts/row-line.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import type { Loaded } from '../state/use-call.ts'
import { useCall } from '../state/use-call.ts'

const changes = (notice: { topic: string }) => notice.topic === 'cases' || notice.topic === 'status'

/** What this desk has said and the centre has not answered. */
export function UnsentScreen() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const navigate = useNavigate()
  const rows = useCall('sync.unsent', {}, changes)
  return (
    <div className="page">
      <PageHead title={t('unsent.title', { count: rows.answer?.length ?? 0 })}>
        <KeyButton icon={<UsbOutlined />} onClick={() => navigate('/carry')}>
          {t('unsent.carry')}
        </KeyButton>
        <KeyButton loading={busy} onClick={() => void run(() => ask('sync.now', {}))}>
          {t('unsent.now')}
        </KeyButton>
      </PageHead>
      <p className="faint">{t('unsent.hint')}</p>
      {failure && <FailureNote failure={failure} inline />}
      <Rows loaded={rows} empty={t('unsent.empty')} />
    </div>
  )
}

/** What was printed before the centre agreed. */
export function UnconfirmedScreen() {
  const { t } = useTranslation()
  const rows = useCall('sync.unconfirmed', {}, changes)
  return (
    <div className="page">
      <PageHead title={t('unconfirmed.title', { count: rows.answer?.length ?? 0 })} />
      <p className="faint">{t('unconfirmed.hint')}</p>
      <Rows loaded={rows} empty={t('unconfirmed.empty')} />
    </div>
  )
}

function Rows({ loaded, empty }: { loaded: Loaded<Row[]>; empty: string }) {
  const navigate = useNavigate()
  if (loaded.failure && !loaded.answer) return <FailureNote failure={loaded.failure} again={loaded.reload} />
  if (!loaded.answer) return <Waiting page />
  if (loaded.answer.length === 0) return <EmptyNote text={empty} />
  return (
    <ul className="row-lines framed">
      {loaded.answer.map(row => (
        <RowLine key={row.id} row={row} open={() => navigate(`/case/${row.id}`)} />
      ))}
    </ul>
  )
}
