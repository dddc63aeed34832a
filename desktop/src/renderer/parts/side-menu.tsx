import {
  ApiOutlined,
  AuditOutlined,
  ControlOutlined,
  DashboardOutlined,
  DeleteOutlined,
  EyeOutlined,
  HomeOutlined,
  IdcardOutlined,
  InboxOutlined,
  MessageOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, useLocation } from 'react-router'
import type { MenuDesk } from '../../api/cases.ts'
import { useHouse } from '../state/house.tsx'
import { useSessionState } from '../state/session.tsx'
import { useStatus } from '../state/status.tsx'
import { FactLinks } from './fact-links.tsx'
import { PapersLink } from './papers-link.tsx'

/** The desks of this post, under their domains, with what waits at each. */
export function SideMenu() {
  const { t } = useTranslation()
  const house = useHouse()
  const status = useStatus()
  const { post, place } = useSessionState()
  const domains = house.domains.filter(({ name }) => house.menu.some(desk => desk.domain === name))
  return (
    <nav className="side-menu" ref={useActiveSeen()}>
      <NavLink to="/" end data-key="Alt+0">
        <HomeOutlined /> <span>{t('menu.home')}</span>
      </NavLink>
      <CountsLink />
      {domains.map(domain => (
        <section key={domain.name}>
          <h4>{domain.words[house.language].label}</h4>
          {house.menu
            .filter(desk => desk.domain === domain.name)
            .map(desk => (
              <MenuLink key={desk.desk} desk={desk} />
            ))}
          <FactLinks domain={domain} />
          <PapersLink domain={domain} />
        </section>
      ))}
      <section>
        <h4>{t('menu.window')}</h4>
        <NavLink to="/inbox">
          <InboxOutlined /> <span>{t('menu.inbox')}</span>
          {status && status.refused + status.overruled > 0 && (
            <em className="badge bad">{status.refused + status.overruled}</em>
          )}
        </NavLink>
        {!place && <VerifyLink />}
        <RulesLink />
        {post?.role === 'supervisor' && (
          <NavLink to="/access-log">
            <EyeOutlined /> <span>{t('menu.accessLog')}</span>
          </NavLink>
        )}
        {!place && <KeeperLinks />}
        <NavLink to="/settings">
          <SettingOutlined /> <span>{t('menu.settings')}</span>
        </NavLink>
      </section>
    </nav>
  )
}

/** A page may lead to a desk that stands further down in the menu than is seen of it. */
function useActiveSeen() {
  const { pathname } = useLocation()
  const menu = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each place that one comes to
  useEffect(() => {
    menu.current?.querySelector('a.active')?.scrollIntoView({ block: 'nearest' })
  }, [pathname])
  return menu
}

/** The counts, for whoever reads reports. */
function CountsLink() {
  const { t } = useTranslation()
  const house = useHouse()
  if (!house.menu.some(({ domain, desk }) => house.desk(domain, desk)?.kind === 'reports')) return null
  return (
    <NavLink to="/dashboard" data-key="Alt+9">
      <DashboardOutlined /> <span>{t('menu.dashboard')}</span>
    </NavLink>
  )
}

/** For everybody before whom a paper with a signed code is laid. */
function VerifyLink() {
  const { t } = useTranslation()
  return (
    <NavLink to="/verify">
      <SafetyCertificateOutlined /> <span>{t('menu.verify')}</span>
    </NavLink>
  )
}

/** For whoever sets the centre's rules. */
function RulesLink() {
  const { t } = useTranslation()
  const { role } = useHouse()
  if (role !== 'supervisor' && role !== 'administrator') return null
  return (
    <NavLink to="/rules">
      <ControlOutlined /> <span>{t('menu.rules')}</span>
    </NavLink>
  )
}

/** What only those see who keep the people. */
function KeeperLinks() {
  const { t } = useTranslation()
  const { role } = useHouse()
  return (
    <>
      {role === 'audit' && (
        <NavLink to="/audit">
          <AuditOutlined /> <span>{t('menu.audit')}</span>
        </NavLink>
      )}
      {(role === 'administrator' || role === 'security') && (
        <NavLink to="/people">
          <TeamOutlined /> <span>{t('menu.people')}</span>
        </NavLink>
      )}
      {role === 'administrator' && (
        <NavLink to="/messages">
          <MessageOutlined /> <span>{t('menu.messages')}</span>
        </NavLink>
      )}
      {(role === 'administrator' || role === 'security') && (
        <NavLink to="/apps">
          <ApiOutlined /> <span>{t('menu.apps')}</span>
        </NavLink>
      )}
      {role === 'security' && (
        <NavLink to="/sessions">
          <IdcardOutlined /> <span>{t('menu.sessions')}</span>
        </NavLink>
      )}
      {(role === 'security' || role === 'audit') && (
        <NavLink to="/disposal">
          <DeleteOutlined /> <span>{t('menu.disposal')}</span>
        </NavLink>
      )}
    </>
  )
}

function MenuLink({ desk }: { desk: MenuDesk }) {
  return (
    <NavLink to={`/d/${desk.domain}/${desk.desk}`} title={desk.label}>
      <span>{desk.label}</span>
      {(desk.waiting ?? 0) > 0 && <em className={desk.late ? 'badge bad' : 'badge'}>{desk.waiting}</em>}
    </NavLink>
  )
}
