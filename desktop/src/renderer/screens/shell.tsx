import { useState } from 'react'
import { Outlet, useLocation, useNavigate } from 'react-router'
import { CitizenOpen } from '../parts/citizen-open.tsx'
import { ConnectionBanner } from '../parts/connection-banner.tsx'
import { DemoPanel } from '../parts/demo-panel.tsx'
import { HeadBar } from '../parts/head-bar.tsx'
import { SafeArea } from '../parts/safe-area.tsx'
import { ScannedCodes } from '../parts/scanned-codes.tsx'
import { SearchPanel } from '../parts/search-panel.tsx'
import { SeedingNote } from '../parts/seeding-note.tsx'
import { SideMenu } from '../parts/side-menu.tsx'
import { StationFaultNote } from '../parts/station-fault-note.tsx'
import { StatusBar } from '../parts/status-bar.tsx'
import { useSessionState } from '../state/session.tsx'
import { useHotkeys } from '../state/use-hotkeys.ts'

/** Everything around the page that is being worked on. */
export function Shell() {
  const { demo, place } = useSessionState()
  const [searching, setSearching] = useState(false)
  // On a phone the menu lies over the page that it was opened on, until another is gone to.
  const [menuAt, setMenuAt] = useState<string>()
  const { pathname } = useLocation()
  const menu = menuAt === pathname
  const navigate = useNavigate()
  useHotkeys()
  return (
    <div className="shell">
      <ConnectionBanner />
      <HeadBar search={() => setSearching(true)} menu={() => setMenuAt(menu ? undefined : pathname)} />
      <StationFaultNote enrol={() => navigate('/settings')} />
      <SeedingNote />
      {!place && <ScannedCodes />}
      <div className={menu ? 'shell-body menu-open' : 'shell-body'}>
        <SideMenu />
        <main className="shell-main">
          <SafeArea page={pathname}>
            <Outlet />
          </SafeArea>
        </main>
      </div>
      <StatusBar>
        {!place && <CitizenOpen />}
        {demo && !place && <DemoPanel />}
      </StatusBar>
      {searching && <SearchPanel close={() => setSearching(false)} />}
    </div>
  )
}
