import { Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useAsk } from '../state/client-context.ts'
import { useHouse } from '../state/house.tsx'
import { useCall } from '../state/use-call.ts'
import { Clock } from './clock.tsx'

/** Everything that was typed and not acted upon, of every kind. */
export function HomeDrafts() {
  const { t } = useTranslation()
  const ask = useAsk()
  const house = useHouse()
  const navigate = useNavigate()
  const { answer, reload } = useCall('drafts.list', {}, notice => notice.topic === 'cases')
  return (
    <section className="related">
      <h4>
        {t('home.drafts')} <span className="count">{answer?.length ?? 0}</span>
      </h4>
      {answer?.length === 0 && <p className="faint">{t('home.noDrafts')}</p>}
      <ul className="draft-lines">
        {answer?.map(draft => (
          <li key={draft.id}>
            <Button type="link" onClick={() => navigate(`/draft/${draft.id}`)}>
              {draft.title || t('intake.nameless')}
            </Button>
            <span className="faint">
              {house.labels(draft.type).record} · <Clock at={draft.savedAt} />
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
  )
}
