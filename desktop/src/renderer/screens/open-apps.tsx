import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenAppsView } from '../../api/open-apps.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { OpenAppGrant } from '../parts/open-app-grant.tsx'
import { OpenAppNew } from '../parts/open-app-new.tsx'
import type { OpenAppDrawer } from '../parts/open-app-parts.ts'
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
  const { answer, failure, reload } = useCall('openApps.view', {})
  const { run, busy, failure: refused, clear } = useAct()
  const [made, setMade] = useState<OpenAppsView['made']>()
  const [drawer, setDrawer] = useState<Drawn>()
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting page />
  const act = async (work: () => Promise<OpenAppsView>) => {
    const view = await run(work)
    if (view?.made) setMade(view.made)
    reload()
    return view !== undefined
  }
  const close = () => {
    clear()
    setDrawer(undefined)
  }
  return (
    <div className="page open-apps">
      <Head view={answer} add={() => setDrawer('new')} />
      {refused && !drawer && <FailureNote failure={refused} close={clear} />}
      {made && <OpenAppSecret key={made.secret} made={made} close={() => setMade(undefined)} />}
      <OpenAppTable view={answer} busy={busy} act={act} grant={app => setDrawer({ app })} />
      <Side drawer={drawer} view={answer} parts={{ busy, failure: refused, act, close }} />
    </div>
  )
}

/** What is open beside the page: a new app, or what is granted to one. */
type Drawn = 'new' | { app: string } | undefined

function Side({ drawer, view, parts }: { drawer: Drawn; view: OpenAppsView; parts: OpenAppDrawer }) {
  if (drawer === 'new') return <OpenAppNew {...parts} />
  const app = drawer && view.apps.find(({ id }) => id === drawer.app)
  return app ? <OpenAppGrant app={app} {...parts} /> : null
}

function Head({ view: { may, address }, add }: { view: OpenAppsView; add(): void }) {
  const { t } = useTranslation()
  return (
    <>
      <PageHead title={t('openApps.title')}>
        {may.make && (
          <KeyButton hotkey="Alt+A" type="primary" onClick={add}>
            {t('openApps.add')}
          </KeyButton>
        )}
      </PageHead>
      <p className="faint">
        {t(may.make ? 'openApps.hintMake' : 'openApps.hintGrant')}
        <span className="mono">{address}</span>　{t('openApps.document')}
      </p>
    </>
  )
}
