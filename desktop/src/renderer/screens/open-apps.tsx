import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenAppsView } from '../../api/open-apps.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { OpenAppGrant } from '../parts/open-app-grant.tsx'
import { OpenAppNew } from '../parts/open-app-new.tsx'
import { OpenAppSecret } from '../parts/open-app-secret.tsx'
import { OpenAppTable } from '../parts/open-app-table.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useHouse } from '../state/house.tsx'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'

/** 接口应用: apps of others that may ask the centre; made by administrators, granted by security officers. */
export function OpenAppsScreen() {
  const { t } = useTranslation()
  const { role } = useHouse()
  if (role !== 'administrator' && role !== 'security') return <EmptyNote text={t('openApps.notYours')} />
  return <OpenAppsPage />
}

function OpenAppsPage() {
  const { t } = useTranslation()
  const { answer, failure, reload } = useCall('openApps.view', {})
  const { run, busy, failure: refused, clear } = useAct()
  const [made, setMade] = useState<OpenAppsView['made']>()
  const [adding, setAdding] = useState(false)
  const [granting, setGranting] = useState<string>()
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting page />
  const act = async (work: () => Promise<OpenAppsView>) => {
    const view = await run(work)
    if (view?.made) setMade(view.made)
    reload()
    return view !== undefined
  }
  const granted = answer.apps.find(app => app.id === granting)
  const drawer = adding || granted !== undefined
  return (
    <div className="page open-apps">
      <PageHead title={t('openApps.title')}>
        {answer.may.make && (
          <KeyButton hotkey="Alt+A" type="primary" onClick={() => setAdding(true)}>
            {t('openApps.add')}
          </KeyButton>
        )}
      </PageHead>
      <p className="faint">
        {t(answer.may.make ? 'openApps.hintMake' : 'openApps.hintGrant')}
        <span className="mono">{answer.address}</span>　{t('openApps.document')}
      </p>
      {refused && !drawer && <FailureNote failure={refused} close={clear} />}
      {made && <OpenAppSecret key={made.secret} made={made} close={() => setMade(undefined)} />}
      <OpenAppTable view={answer} busy={busy} act={act} grant={setGranting} />
      {adding && (
        <OpenAppNew
          busy={busy}
          failure={refused}
          act={act}
          close={() => {
            clear()
            setAdding(false)
          }}
        />
      )}
      {granted && (
        <OpenAppGrant
          app={granted}
          busy={busy}
          failure={refused}
          act={act}
          close={() => {
            clear()
            setGranting(undefined)
          }}
        />
      )}
    </div>
  )
}
