import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { MenuDesk } from '../../api/cases.ts'
import { EmptyNote } from '../parts/empty-note.tsx'
import { HomeDrafts } from '../parts/home-drafts.tsx'
import { HomeWaiting } from '../parts/home-waiting.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { PrintSettle } from '../parts/print-settle.tsx'
import { SealSettles } from '../parts/seal-settle.tsx'
import { type House, useHouse } from '../state/house.tsx'
import { useSessionState } from '../state/session.tsx'
import { useStatus } from '../state/status.tsx'
import { useCall } from '../state/use-call.ts'
import { useCard } from '../state/use-card.ts'

/** 待办: what waits for this person, what they left unfinished, and what needs an answer. */
export function HomeScreen() {
  const { t } = useTranslation()
  const { person, today } = useSessionState()
  const house = useHouse()
  const status = useStatus()
  const navigate = useNavigate()
  const prints = useCall('print.open', {}, notice => notice.topic === 'cases').answer ?? []
  const queues = house.menu.filter(desk => isToDo(house, desk))
  const starts = house.menu.filter(({ domain, desk }) => house.desk(domain, desk)?.kind === 'intake')
  const waiting = queues.filter(desk => (desk.waiting ?? 0) > 0)
  // A card laid down here opens the person, where there is one place to do so.
  const [start] = starts
  useCard(() => starts.length === 1 && start && navigate(`/d/${start.domain}/${start.desk}?card`))
  return (
    <div className="page home">
      <PageHead title={t('home.title', { name: person?.name ?? '', day: today })}>
        {starts.map(({ domain, desk, label }) => (
          <KeyButton
            key={`${domain} ${desk}`}
            type="primary"
            hotkey="F1"
            onClick={() => navigate(`/d/${domain}/${desk}`)}
          >
            {label}
          </KeyButton>
        ))}
      </PageHead>
      <div className="home-columns">
        <section className="home-queues">
          {queues.map(desk => (
            <QueueCard key={`${desk.domain} ${desk.desk}`} desk={desk} />
          ))}
          <div className="home-waiting">
            {waiting.map(desk => (
              <HomeWaiting key={`${desk.domain} ${desk.desk}`} desk={desk} />
            ))}
          </div>
          {waiting.length === 0 && <EmptyNote text={starts.length ? t('home.nothingStart') : t('home.nothing')} />}
        </section>
        <aside className="home-side">
          {prints.map(print => (
            <PrintSettle key={`${print.id} ${print.at}`} print={print} />
          ))}
          <SealSettles />
          {status && status.refused > 0 && (
            <button type="button" className="home-inbox tone-fill-bad" onClick={() => navigate('/inbox')}>
              {t('home.inbox', { count: status.refused })}
            </button>
          )}
          <HomeDrafts />
        </aside>
      </div>
    </div>
  )
}

function isToDo(house: House, { domain, desk }: MenuDesk): boolean {
  const of = house.desk(domain, desk)
  return of?.kind === 'queue' && of.todo === true
}

function QueueCard({ desk }: { desk: MenuDesk }) {
  const { t } = useTranslation()
  const house = useHouse()
  const navigate = useNavigate()
  const { waiting = 0, late = 0 } = desk
  return (
    <button
      type="button"
      className={waiting > 0 ? 'queue-card' : 'queue-card none'}
      onClick={() => navigate(`/d/${desk.domain}/${desk.desk}`)}
    >
      <strong>{waiting}</strong>
      <span>
        {desk.label}
        <small className="faint">{house.domain(desk.domain).words[house.language].label}</small>
      </span>
      {late > 0 && <em className="light tone-bad">{t('home.late', { count: late })}</em>}
    </button>
  )
}
