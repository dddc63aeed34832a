import { Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Draft } from '../../api/intake.ts'
import { useAsk } from '../state/client-context.ts'
import { useCall } from '../state/use-call.ts'
import { Clock } from './clock.tsx'
import { EmptyNote } from './empty-note.tsx'

interface IntakeWaitingProps {
  type: string
  resume(draft: Draft): void
}

/** Nobody is at the desk: what to do next, and the drafts that were left. */
export function IntakeWaiting({ type, resume }: IntakeWaitingProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { answer: drafts, reload } = useCall('drafts.list', { type }, notice => notice.topic === 'cases')
  return (
    <div className="intake-waiting">
      <EmptyNote text={t('intake.begin')} />
      {drafts && drafts.length > 0 && (
        <section className="related">
          <h4>
            {t('intake.drafts')} <span className="count">{drafts.length}</span>
          </h4>
          <ul className="draft-lines">
            {drafts.map(draft => (
              <li key={draft.id}>
                <Button type="link" onClick={() => resume(draft)}>
                  {draft.title || t('intake.nameless')}
                </Button>
                <span className="faint">
                  {t('intake.kept')} <Clock at={draft.savedAt} />
                </span>
                <Popconfirm
                  title={t('intake.dropSure')}
                  onConfirm={() => ask('drafts.drop', { id: draft.id }).then(reload, reload)}
                >
                  <Button type="text" size="small">
                    {t('intake.drop')}
                  </Button>
                </Popconfirm>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
